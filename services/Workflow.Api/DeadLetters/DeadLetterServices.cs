using Workflow.Database.DeadLetters;
using Workflow.Hosting;

namespace Workflow.Api.DeadLetters;

/// <summary>The desk for dead letters, and what brings them there.</summary>
internal static class DeadLetterServices
{
    public static void AddDeadLetters(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(
            OptionsReader.Read<DeadLetterOptions>(settings.AsEnumerable(), "WORKFLOW_DEAD_LETTER"));
        services.AddSingleton<DeadLetterStore>();
        services.AddSingleton<Redrive>();
        services.AddSingleton<LetterIntake>();
        services.AddSingleton<DeadLetterService>();
        services.AddHostedService(provider => provider.GetRequiredService<DeadLetterService>());
    }
}
