using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Workflow.ChaosTests.Agents;
using Workflow.ChaosTests.Checks;
using Workflow.ChaosTests.Evidence;
using Workflow.ChaosTests.Faults;
using Workflow.ChaosTests.Load;
using Workflow.ChaosTests.Platform;
using Workflow.ChaosTests.Report;
using Workflow.Kafka;

namespace Workflow.ChaosTests;

/// <summary>One run of the harness, from the plan to the verdict.</summary>
internal sealed class ChaosRun(ChaosSettings settings, Action<string> say, TimeProvider clock)
{
    /// <summary>How long the healed platform may take to bring every run to its end.</summary>
    private static readonly TimeSpan DrainMost = TimeSpan.FromMinutes(3);

    /// <summary>Events and dead letters that are still on their way.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    /// <summary>How long new readers may take to read what was not committed.</summary>
    private static readonly TimeSpan OffsetsMost = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <param name="stop">Ends load and faults early; what was done is judged all the same.</param>
    public async Task<(ChaosEvidence Evidence, Verdict Verdict)> RunAsync(CancellationToken stop)
    {
        var folder = new EvidenceFolder(settings.Folder);
        var faults = FaultPlan.Of(settings.Seed, settings.Duration);
        var load = LoadPlan.Of(settings.Seed, settings.Duration, settings.Rate);
        folder.Write("plan.txt", string.Join('\n', faults));
        say($"seed {settings.Seed}: {faults.Count} faults and {load.Count} runs in {settings.Minutes:0.##} minutes");
        say(string.Join('\n', faults));

        var weather = new AgentWeather(settings.Seed);
        await using var agents = await AgentServer.StartAsync(weather, clock);
        await using var fleet = await Fleet.StartAsync(
            new Programs(settings.ProgramFolder), folder.Logs, CancellationToken.None);
        await using var database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(fleet.Postgres.ConnectionOf("witness")) { Pooling = false });
        var witness = new SqlWitness(database);
        await witness.InstallAsync();
        say("the platform is up");

        var kafka = KafkaOptions.Local with { BootstrapServers = fleet.Broker.Address };
        using var producer = new MessageProducer(kafka, NullLogger.Instance);
        using var tap = new TopicTap(kafka, producer, weather, settings.Seed, clock);
        await tap.StartAsync();
        using var api = new ApiClient(fleet.Api, clock);
        using var watcher = new FeedWatcher(fleet.Api, clock);
        var messages = new MessageStarts(producer, kafka.Partitions, () => fleet.Broker.Lives, clock);
        var driver = new LoadDriver(api, messages, watcher, agents.TrapUrl, clock);
        await driver.RegisterAsync(AgentServer.Names.Select(name => (name, agents.UrlOf(name))), stop);
        await driver.ScheduleAsync(stop);
        var garbage = new GarbageSender(producer, settings.Seed, kafka.Partitions, () => fleet.Broker.Lives, clock);
        var runner = new FaultRunner(fleet, weather, clock);
        agents.KillOwner = runner.KillOwnerAsync;

        using var home = new CancellationTokenSource();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        over.CancelAfter(settings.Duration);
        var clients = driver.RunAsync(load, over.Token, home.Token);
        await Task.WhenAll(runner.RunAsync(faults, say, over.Token), garbage.RunAsync(over.Token));
        await HealAsync(fleet);
        await driver.PauseSchedulesAsync(home.Token);
        await DrainAsync(clients, witness);

        // A client that lives through the loss of a log commits nothing until it is as long again.
        await fleet.RenewReadersAsync();
        await home.CancelAsync();
        await clients;
        await Task.Delay(Settle, clock, CancellationToken.None);

        say("reading the evidence");
        var evidence = await witness.ReadAsync(new ChaosEvidence
        {
            Starts = driver.Starts,
            Verbs = driver.Verbs,
            Calls = agents.Calls,
            Watches = watcher.Records,
            Events = tap.Events,
            Letters = tap.Letters,
            Garbage = garbage.Records,
            Faults = runner.Records,
            Offsets = await OffsetsAsync(kafka),
            InFlight = settings.InFlight,
        });
        var verdict = Checker.Judge(evidence);
        folder.Keep(evidence, ReportText.Of(settings, evidence, verdict));
        if (verdict.Violations > 0)
        {
            await fleet.Postgres.StopAsync("fast");
            folder.KeepDatabase(fleet.Postgres.Folder);
        }

        return (evidence, verdict);
    }

    private async Task HealAsync(Fleet fleet)
    {
        say("healing");
        await fleet.EnsureUpAsync();
        try
        {
            await fleet.UntilReadyAsync(CancellationToken.None);
        }
        catch (TimeoutException error)
        {
            say(error.Message);
        }
    }

    /// <summary>Waits until every client has gone and every run has ended.</summary>
    private async Task DrainAsync(Task clients, SqlWitness witness)
    {
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < DrainMost)
        {
            if (clients.IsCompleted && await witness.OpenRunsAsync() == 0)
            {
                say($"drained in {clock.GetElapsedTime(began).TotalSeconds:0.0} s");
                return;
            }

            await Task.Delay(Look, clock);
        }

        say($"{await witness.OpenRunsAsync()} runs are open, {(clients.IsCompleted ? "no" : "some")} clients wait");
    }

    /// <summary>Offsets are committed every while: looks until nothing is left, for some seconds.</summary>
    private async Task<IReadOnlyList<OffsetRow>> OffsetsAsync(KafkaOptions kafka)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var rows = await Task.Run(() => OffsetReader.Read(kafka));
            if (rows.All(row => row.Committed >= row.End) || clock.GetElapsedTime(began) > OffsetsMost)
            {
                return rows;
            }

            await Task.Delay(Look, clock);
        }
    }
}
