using Workflow.Database.Audit;
using Workflow.Database.Queries;
using Workflow.Database.Recovery;
using Workflow.Database.Transitions;
using Workflow.Api.Verbs.Moving;
using Workflow.Api.Verbs.Steps;
using Workflow.Definitions;

namespace Workflow.Api.Verbs;

/// <summary>What the verbs are made of.</summary>
internal static class VerbServices
{
    /// <summary>Definitions are only needed to see which steps a new run inherits.</summary>
    private static readonly DefinitionCacheLimits Kept = new() { Definitions = 100, DocumentBytes = 8 * 1_048_576 };

    public static void AddVerbs(this IServiceCollection services)
    {
        services.AddSingleton<AuditLog>();
        services.AddSingleton<OwnerSignals>();
        services.AddSingleton<PauseRun>();
        services.AddSingleton<PauseCommand>();
        services.AddSingleton<RunHistory>();
        services.AddSingleton<RepeatRun>();
        services.AddSingleton(provider => new DefinitionCache(provider.GetRequiredService<DefinitionLimits>(), Kept));
        services.AddSingleton<RepeatCommand>();
        services.AddSingleton<MoveRun>();
        services.AddSingleton<RunLoader>();
        services.AddSingleton<MoveCommand>();
        services.AddSingleton<DecideStep>();
        services.AddSingleton<DecideCommand>();
    }

    public static void MapVerbs(this IEndpointRouteBuilder routes)
    {
        routes.MapPause();
        routes.MapRetry();
        routes.MapRerun();
        routes.MapMove();
        routes.MapSteps();
        routes.MapAudit();
    }
}
