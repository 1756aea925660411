using System.Collections.Concurrent;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>Bridges and consumers that go while agents work.</summary>
[Collection(SecondPlatformCollection.Name)]
public sealed class AgentRestartTests(PostgresFixture postgres)
{
    private const int Kills = 10;
    private const int Runs = 200;
    private const int CallsPerRun = 10;

    [Fact]
    public async Task R3_R7_Bridge_WhenKilledTenTimesDuring2000Calls_RepeatsOnlyWhatWasInFlightUnderTheSameTaskId()
    {
        // A killed bridge keeps its place in the group for a session: a short one makes ten kills bearable.
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: ("WORKFLOW_KAFKA_SESSION_TIMEOUT_MS", "1200"));
        var agent = new GatedAgent();
        await platform.RegisterAgentAsync("Worker", agent.AnswerAsync);
        var workflow = await platform.RegisterAsync($$"""
              - each:
                  for: { each: item, in: '${ [range({{CallsPerRun}})] }' }
                  do:
                    - work: { call: Worker, with: { n: '${ $item }' } }
            """);
        agent.Close();
        await platform.StartRunsAsync(workflow, Runs);
        var inFlight = new HashSet<Guid>();

        for (var kill = 1; kill <= Kills; kill++)
        {
            await platform.UntilAsync("calls are in flight", () => Task.FromResult(agent.Held >= 20));
            await platform.Bridge.KillAsync();
            // What it sent last may come only now.
            await platform.UntilAsync("all its calls came", () => Task.FromResult(platform.Agents.Connections == 0));
            inFlight.UnionWith(await UnfinishedAsync(platform, agent.Tasks));
            var enough = kill * Runs * CallsPerRun / (Kills + 1);
            agent.Open();
            platform.StartBridge();
            await platform.UntilAsync("more calls are made", () => Task.FromResult(agent.Tasks.Count >= enough));
            if (kill < Kills)
            {
                agent.Close();
            }
        }

        await platform.UntilEndedAsync();
        Assert.Equal(
            Runs, await platform.ScalarAsync<long>("select count(*) from workflow_runs where status = 'COMPLETED'"));
        Assert.Equal(
            Runs * CallsPerRun, await platform.ScalarAsync<long>(
                "select count(distinct task_id) from step_executions where step_type = 'agent_execution'"));
        Assert.Equal(Runs * CallsPerRun, agent.Tasks.Count);
        Assert.Subset(inFlight, agent.Repeated);
        Assert.NotEmpty(agent.Repeated);
    }

    [Fact]
    public async Task R3_Consumer_WhenRestartedGracefullyDuring100Calls_NoAgentIsCalledTwice()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var agent = await HeldAgent.RegisterAsync(platform, "Slow");
        var workflow = await platform.RegisterAsync("  - work: { call: Slow }");
        await platform.StartRunsAsync(workflow, 100);
        // As many as one bridge makes of an agent at a time; the others wait for their place.
        await platform.UntilAsync("the calls are made", () => Task.FromResult(agent.Calls == 64));

        Assert.Equal(0, await platform.Consumers[0].TerminateAsync());
        platform.StartConsumer();
        await platform.UntilSqlAsync("count(*) = 16 from shards where owner = 'consumer-2'");
        agent.Release();

        await platform.UntilEndedAsync();
        Assert.Equal(
            100, await platform.ScalarAsync<long>("select count(*) from workflow_runs where status = 'COMPLETED'"));
        Assert.Equal(100, agent.Tasks);
        Assert.Equal(100, agent.Calls);
    }

    [Fact]
    public async Task R3_Consumer_WhenCallsEndBetweenTheOldOneAndTheNew_TakesTheirResultsAndCallsNobodyAgain()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var agent = await HeldAgent.RegisterAsync(platform, "Slow");
        var workflow = await platform.RegisterAsync("  - work: { call: Slow }");
        await platform.StartRunsAsync(workflow, 50);
        await platform.UntilAsync("the calls are made", () => Task.FromResult(agent.Calls == 50));

        Assert.Equal(0, await platform.Consumers[0].TerminateAsync());
        agent.Release();
        await platform.UntilAsync("the calls have ended", () => Task.FromResult(agent.Answered == 50));
        platform.StartConsumer();

        await platform.UntilEndedAsync();
        Assert.Equal(
            50, await platform.ScalarAsync<long>("select count(*) from workflow_runs where status = 'COMPLETED'"));
        Assert.Equal(50, agent.Calls);
    }

    /// <summary>Of these tasks those without a committed end: what nobody may call again is not among them.</summary>
    private static async Task<IReadOnlyList<Guid>> UnfinishedAsync(LocalPlatform platform, IEnumerable<Guid> tasks)
    {
        await using var command = platform.Data.CreateCommand(
            "select task_id from step_executions where status = 'RUNNING' and task_id = any($1)");
        command.Parameters.AddWithValue(tasks.ToArray());
        await using var rows = await command.ExecuteReaderAsync();
        var unfinished = new List<Guid>();
        while (await rows.ReadAsync())
        {
            unfinished.Add(rows.GetGuid(0));
        }

        return unfinished;
    }

    /// <summary>An agent that answers at once while it is open, and holds what comes while it is closed.</summary>
    private sealed class GatedAgent
    {
        private readonly ConcurrentDictionary<Guid, int> _calls = new();
        private volatile TaskCompletionSource _open = Opened();
        private int _held;

        public int Held => Volatile.Read(ref _held);

        public ICollection<Guid> Tasks => _calls.Keys;

        /// <summary>Tasks that came more than once.</summary>
        public HashSet<Guid> Repeated => [.. _calls.Where(call => call.Value > 1).Select(call => call.Key)];

        public void Close() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => _open.TrySetResult();

        public async Task<object?> AnswerAsync(AgentCallSeen call, CancellationToken ct)
        {
            _calls.AddOrUpdate(call.TaskId, 1, (_, calls) => calls + 1);
            Interlocked.Increment(ref _held);
            try
            {
                await _open.Task.WaitAsync(ct);
                return call.Input;
            }
            finally
            {
                Interlocked.Decrement(ref _held);
            }
        }

        private static TaskCompletionSource Opened()
        {
            var opened = new TaskCompletionSource();
            opened.SetResult();
            return opened;
        }
    }
}
