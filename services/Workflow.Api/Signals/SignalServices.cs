using Workflow.Database.Signals;
using Workflow.Hosting;

namespace Workflow.Api.Signals;

/// <summary>What signals and approvals are made of.</summary>
internal static class SignalServices
{
    public static void AddSignals(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(OptionsReader.Read<SignalOptions>(settings.AsEnumerable(), "WORKFLOW_SIGNAL"));
        services.AddSingleton<SignalStore>();
        services.AddSingleton<ApprovalStore>();
        services.AddSingleton<ApprovalCommand>();
    }

    public static void MapSignals(this IEndpointRouteBuilder routes)
    {
        SignalEndpoints.Map(routes);
        EventEndpoints.Map(routes);
        ApprovalEndpoints.Map(routes);
    }
}
