using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Workflow.ChaosTests.Agents;
using Workflow.ChaosTests.Platform;

namespace Workflow.ChaosTests.Faults;

/// <summary>Does what the plan says, and records what it did when.</summary>
internal sealed class FaultRunner(Fleet fleet, AgentWeather weather, TimeProvider clock)
{
    private const string CutSome = """
        select count(pg_terminate_backend(pid))
          from (select pid from pg_stat_activity
                 where application_name ~ '^(api|bridge|consumer)' and random() * 100 < $1) as chosen
        """;

    private const string OwnerOf =
        "select s.owner from workflow_runs r join shards s using (shard) where r.run_id = $1";

    private static readonly TimeSpan TrapLength = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<FaultRecord> _records = new();

    public IReadOnlyList<FaultRecord> Records => [.. _records];

    /// <summary>Ends when the last fault has been undone. Faults that have not begun when cancelled are left
    /// out.</summary>
    public async Task RunAsync(IReadOnlyList<Fault> plan, Action<string> say, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        var running = new List<Task>();
        try
        {
            foreach (var fault in plan)
            {
                var wait = fault.At - clock.GetElapsedTime(began);
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, ct);
                say(fault.ToString());
                running.Add(OneAsync(fault));
            }
        }
        catch (OperationCanceledException)
        {
            // What has begun is undone below.
        }

        await Task.WhenAll(running);
    }

    /// <summary>Kills whoever owns a run now, because the run asked for it.</summary>
    public async Task KillOwnerAsync(Guid run)
    {
        await using var connection = new NpgsqlConnection(fleet.Postgres.ConnectionOf("faults"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(OwnerOf, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = run });
        if (await command.ExecuteScalarAsync() is string owner && fleet.Find(owner) is { } member)
        {
            await OneAsync(new Fault(0, FaultKind.Kill, member.Name, TimeSpan.Zero, TrapLength, "by a poisonous run"));
        }
    }

    private async Task OneAsync(Fault fault)
    {
        var member = fault.Target is Fault.Database or Fault.Broker or Fault.Agents ? null : fleet[fault.Target];
        await (member?.Gate.WaitAsync() ?? Task.CompletedTask);
        var (victim, from, note) = (member?.Id ?? "", clock.GetUtcNow(), "");
        try
        {
            note = await DoAsync(fault);
        }
        catch (Exception error) when (error is InvalidOperationException or NpgsqlException or TimeoutException)
        {
            note = error.Message;
        }
        finally
        {
            member?.Gate.Release();
        }

        _records.Enqueue(new FaultRecord(fault, victim, from, clock.GetUtcNow(), note));
    }

    private async Task<string> DoAsync(Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                await fleet[fault.Target].Process.KillAsync();
                await Task.Delay(fault.Length, clock);
                await fleet[fault.Target].StartAsync();
                return "";
            case FaultKind.Terminate:
                var ended = fleet[fault.Target].Process.TerminateAsync(EndPatience);
                await Task.WhenAll(ended, Task.Delay(fault.Length, clock));
                await fleet[fault.Target].StartAsync();
                return await ended ? "" : "did not end by itself with 0";
            case FaultKind.Freeze when fault.Target == Fault.Broker:
                fleet.Broker.Freeze();
                await Task.Delay(fault.Length, clock);
                fleet.Broker.Wake();
                return "";
            case FaultKind.Freeze:
                var process = fleet[fault.Target].Process;
                process.Freeze();
                await Task.Delay(fault.Length, clock);
                process.Wake();
                return "";
            case FaultKind.DatabaseRestart:
                await fleet.Postgres.StopAsync(fault.Detail);
                await Task.Delay(fault.Length, clock);
                await fleet.Postgres.StartAgainAsync();
                return "";
            case FaultKind.ConnectionCuts:
                return await CutAsync(int.Parse(fault.Detail.Split(' ')[0], CultureInfo.InvariantCulture));
            case FaultKind.BrokerDown or FaultKind.BrokerErrors or FaultKind.BrokerSlow or FaultKind.MessagesLost:
                await BreakBrokerAsync(fault);
                return "";
            default:
                weather.Turn(fault.Kind);
                await Task.Delay(fault.Length, clock);
                weather.Clear();
                return "";
        }
    }

    private async Task BreakBrokerAsync(Fault fault)
    {
        var words = fault.Detail.Split(' ');
        int Number(int index) => int.Parse(words[index], CultureInfo.InvariantCulture);
        Func<Task> heal;
        switch (fault.Kind)
        {
            case FaultKind.BrokerDown:
                await fleet.Broker.DownAsync();
                heal = fleet.Broker.UpAsync;
                break;
            case FaultKind.BrokerErrors:
                await fleet.Broker.FailAsync(Number(0), Number(1));
                heal = () => fleet.Broker.HealAsync(Number(0));
                break;
            case FaultKind.BrokerSlow:
                await fleet.Broker.SlowAsync(TimeSpan.FromMilliseconds(Number(0)));
                heal = () => fleet.Broker.SlowAsync(TimeSpan.Zero);
                break;
            default:
                await fleet.Broker.KillAsync();
                heal = fleet.Broker.RestartAsync;
                break;
        }

        await Task.Delay(fault.Length, clock);
        await heal();
    }

    private async Task<string> CutAsync(int percent)
    {
        await using var connection = new NpgsqlConnection(fleet.Postgres.ConnectionOf("faults"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(CutSome, connection);
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = percent });
        return $"{await command.ExecuteScalarAsync()} connections cut";
    }
}
