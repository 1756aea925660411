using Workflow.Api.Executions.Waiting;
using Workflow.Api.Live.Connections;
using Workflow.Api.Live.Lists;
using Workflow.Api.Live.Runs;
using Workflow.Database.Feed;
using Workflow.Hosting;

namespace Workflow.Api.Live;

/// <summary>What watching takes.</summary>
internal static class LiveServices
{
    public static IServiceCollection AddLive(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(OptionsReader.Read<LiveOptions>(settings.AsEnumerable(), "WORKFLOW_LIVE"));
        services.AddSingleton<RunEventPublisher>();
        services.AddSingleton<FeedQueries>();
        services.AddSingleton<PictureQueries>();
        services.AddSingleton<LiveConnections>();
        services.AddSingleton<StretchReader>();
        services.AddSingleton<RunFeeds>();
        services.AddSingleton<RunVisits>();
        services.AddSingleton<ListFeed>();
        services.AddSingleton<EndWaits>();
        services.AddSingleton<StartWaits>();
        services.AddSingleton<ReadWaits>();
        services.AddSingleton<EventIntake>();
        services.AddSingleton<LiveLook>();
        services.AddHostedService(provider => provider.GetRequiredService<StretchReader>());
        services.AddHostedService(provider => provider.GetRequiredService<EventIntake>());
        services.AddHostedService(provider => provider.GetRequiredService<LiveLook>());
        return services;
    }

    public static void MapLive(this WebApplication app)
    {
        app.MapProgressSocket();
        app.MapRunStream();
        app.MapListStream();
    }
}
