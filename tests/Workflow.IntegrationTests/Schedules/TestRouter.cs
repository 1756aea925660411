using Microsoft.Extensions.DependencyInjection;
using Workflow.Database.Transitions;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Routing;
using Workflow.ExecutionConsumer.Startup;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.IntegrationTests.Schedules;

/// <summary>The part of a consumer that brings events to schedules, given events when the test says so.</summary>
internal sealed class TestRouter : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="name">What the database calls its connections.</param>
    public TestRouter(ApiHost api, string name = "router", string runsMax = "10000", string heldMax = "10000")
    {
        var settings = ConsumerSettings.Read(new Dictionary<string, string?>
        {
            ["DATABASE_URL"] = "postgresql://unused@127.0.0.1:1/unused",
            ["KAFKA_BROKERS"] = api.Broker.BootstrapServers,
            ["WORKFLOW_KAFKA_PROFILE"] = "local",
            ["WORKFLOW_FIRING_EVENT_RUNS_MAX"] = runsMax,
            ["WORKFLOW_FIRING_EVENTS_HELD_MAX"] = heldMax,
        });
        _services = new ServiceCollection().AddLogging().AddConsumer(settings)
            .AddSingleton(_ => Npgsql.NpgsqlDataSource.Create(
                new Npgsql.NpgsqlConnectionStringBuilder(api.Database.ConnectionString)
                {
                    ApplicationName = name, MaxAutoPrepare = 50,
                }))
            .BuildServiceProvider();
        _services.GetRequiredService<ClusterShape>().Partitions = PostgresFixture.Partitions;
    }

    /// <summary>An event of that type and id.</summary>
    /// <param name="data">As JSON.</param>
    /// <param name="owner">Whose schedules it may start; null for anybody's.</param>
    public static TopicEvent Event(string type, string id, string data = "null", string? owner = null)
    {
        var json = $$"""{"specversion":"1.0","id":"{{id}}","source":"/tests","type":"{{type}}","data":{{data}}}""";
        return new TopicEvent(
            type, owner, ArrivedSignal.KeyOfEvent("/tests", id), JqValue.Parse(json), RawJson.FromText(json));
    }

    public Task<List<OfferResult>> OfferAsync(params TopicEvent[] events) =>
        _services.GetRequiredService<EventStarts>().OfferAsync(events, CancellationToken.None);

    /// <summary>What became of the events, in order.</summary>
    public async Task<string> FatesAsync(params TopicEvent[] events) =>
        string.Join(' ', (await OfferAsync(events)).OrderBy(result => result.Place).Select(result => result.Fate));

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
