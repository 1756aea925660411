using Workflow.Database.Batches;
using Workflow.Database.Queries;
using Workflow.Hosting;

namespace Workflow.Api.Batches;

/// <summary>Batches, and what works on them.</summary>
internal static class BatchServices
{
    public static void AddBatches(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(OptionsReader.Read<BatchOptions>(settings.AsEnumerable(), "WORKFLOW_BATCH"));
        services.AddSingleton<BatchStore>();
        services.AddSingleton<BatchSteering>();
        services.AddSingleton<BatchQueue>();
        services.AddSingleton<RunBriefs>();
        services.AddSingleton<BatchFilter>();
        services.AddSingleton<StartItem>();
        services.AddSingleton<BatchVerbs>();
        services.AddSingleton<BatchService>();
        services.AddHostedService(provider => provider.GetRequiredService<BatchService>());
    }
}
