using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Workflow.ChaosTests.Evidence;

namespace Workflow.ChaosTests.Load;

/// <summary>Plays the clients: starts what the plan says, does its verbs, and records what was acknowledged.</summary>
internal sealed class LoadDriver(
    ApiClient api, MessageStarts messages, FeedWatcher watcher, string trapUrl, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Number of the runs, beyond those of the load; seconds between two due times; overlap.</summary>
    private static readonly (int Number, int Seconds, string Overlap)[] Schedules =
        [(900_001, 2, "allow"), (900_002, 3, "skip"), (900_003, 5, "queue")];

    private readonly Dictionary<string, Guid> _workflows = [];
    private readonly List<Guid> _schedules = [];
    private readonly ConcurrentQueue<StartRecord> _starts = new();
    private readonly ConcurrentQueue<VerbRecord> _verbs = new();

    public IReadOnlyList<StartRecord> Starts => [.. _starts];

    public IReadOnlyList<VerbRecord> Verbs => [.. _verbs];

    /// <summary>Registers agents, then definitions, children first.</summary>
    public async Task RegisterAsync(IEnumerable<(string Name, string Url)> agents, CancellationToken ct)
    {
        foreach (var (name, url) in agents)
        {
            await MustAsync(HttpMethod.Put, $"/api/v1/agents/{name}", new JsonObject { ["endpoint"] = url }, ct);
        }

        foreach (var kind in LoadKinds.All.OrderBy(kind => kind.Weight))
        {
            var answer = await MustAsync(HttpMethod.Post, "/api/v1/workflows", kind.Document, ct);
            _workflows[kind.Name] = answer.Body.GetProperty("id").GetGuid();
        }
    }

    /// <summary>Makes the schedules; they fire until <see cref="PauseSchedulesAsync"/>.</summary>
    public async Task ScheduleAsync(CancellationToken ct)
    {
        foreach (var (number, seconds, overlap) in Schedules)
        {
            var body = new JsonObject
            {
                ["name"] = $"chaos-{number}",
                ["workflow"] = _workflows["timed"].ToString(),
                ["every"] = new JsonObject { ["seconds"] = seconds },
                ["overlap"] = overlap,
                ["queue_max"] = 100,
                ["catch_up_seconds"] = 3600,
                ["input"] = new JsonObject { ["n"] = number },
            };
            var answer = await MustAsync(HttpMethod.Post, "/api/v1/schedules", body, ct);
            _schedules.Add(answer.Body.GetProperty("id").GetGuid());
        }
    }

    public async Task PauseSchedulesAsync(CancellationToken ct)
    {
        foreach (var id in _schedules)
        {
            await MustAsync(HttpMethod.Post, $"/api/v1/schedules/{id}/pause", new JsonObject { ["note"] = "over" }, ct);
        }
    }

    /// <summary>Ends when every client has what it wants, or is sent home.</summary>
    /// <param name="stop">No further run is started.</param>
    /// <param name="home">Nobody waits for an answer any more.</param>
    public async Task RunAsync(IReadOnlyList<LoadItem> plan, CancellationToken stop, CancellationToken home)
    {
        var began = clock.GetTimestamp();
        var clients = new List<Task>();
        try
        {
            foreach (var item in plan)
            {
                var wait = item.At - clock.GetElapsedTime(began);
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, stop);
                clients.Add(ClientAsync(item, home));
            }
        }
        catch (OperationCanceledException)
        {
            // Those that are there go on.
        }

        await Task.WhenAll(clients);
    }

    private async Task ClientAsync(LoadItem item, CancellationToken home)
    {
        try
        {
            if (item.Kind.Verb == LoadVerb.StartByMessage)
            {
                _starts.Enqueue(await messages.StartAsync(item));
                return;
            }

            if (await StartAsync(item, home) is { } run)
            {
                var watching = item.IsWatched ? watcher.WatchAsync(run, home) : Task.CompletedTask;
                await Task.WhenAll(CancelAsync(item, run, home), SteerAsync(item, run, home), watching);
            }
        }
        catch (OperationCanceledException)
        {
            // Sent home.
        }
    }

    private async Task<Guid?> StartAsync(LoadItem item, CancellationToken home)
    {
        var sentAt = clock.GetUtcNow();
        DateTimeOffset? earliest = item.Kind.Verb == LoadVerb.StartLater ? sentAt + item.Pause : null;
        var body = new JsonObject
        {
            ["type"] = "workflow",
            ["target_id"] = _workflows[item.Kind.Name].ToString(),
            ["inputs"] = item.Kind.IsPoison
                ? new JsonObject { ["n"] = item.Number, ["trap"] = trapUrl }
                : new JsonObject { ["n"] = item.Number },
        };
        if (earliest is { } at)
        {
            body["start_at"] = at.ToString("O", CultureInfo.InvariantCulture);
        }

        var record = new StartRecord(
            item.Number, item.Kind.Name, $"chaos-{item.Number}", null, sentAt, null, earliest, null, null);
        return await SendStartAsync(record, "/api/v1/executions", body, home);
    }

    /// <summary>Asks for a run until it is accepted or refused, and records it.</summary>
    private async Task<Guid?> SendStartAsync(
        StartRecord record, string path, JsonNode body, CancellationToken home)
    {
        var answer = await api.AskAsync(HttpMethod.Post, path, body, record.Key, home);
        Guid? run = answer is { IsSuccess: true, Body: var accepted }
            ? accepted.GetProperty("execution_id").GetGuid() : null;
        _starts.Enqueue(record with
        {
            RunId = run,
            AckedAt = run is null ? null : answer!.Value.At,
            Refusal = answer is { IsSuccess: false } refused ? $"{refused.Status} {refused.Body}" : null,
        });
        return run;
    }

    private async Task CancelAsync(LoadItem item, Guid run, CancellationToken home)
    {
        if (item.CancelAfter is { } after)
        {
            await Task.Delay(after, clock, home);
            await VerbAsync(run, VerbRecord.Cancel, home);
        }
    }

    private async Task SteerAsync(LoadItem item, Guid run, CancellationToken home)
    {
        switch (item.Kind.Verb)
        {
            case LoadVerb.PauseAndResume:
                await Task.Delay(item.Pause / 4, clock, home);
                await VerbAsync(run, VerbRecord.Pause, home);
                await Task.Delay(item.Pause, clock, home);
                await VerbAsync(run, VerbRecord.Resume, home);
                break;
            case LoadVerb.SendSignals:
                await Task.Delay(item.Pause / 2, clock, home);
                await SignalAsync(item, run, home);
                break;
            case LoadVerb.RetryWhenFailed:
                await RepeatAsync(item, run, "retry", home);
                break;
            case LoadVerb.RerunWhenCompleted:
                await RepeatAsync(item, run, "rerun", home);
                break;
        }
    }

    /// <summary>The signal, the same once more, and another that comes too late.</summary>
    private async Task SignalAsync(LoadItem item, Guid run, CancellationToken home)
    {
        foreach (var (id, amount) in new[] { ("first", LoadKinds.AmountOf(item.Number)), ("first", -1), ("late", -2) })
        {
            var signal = new JsonObject
            {
                ["type"] = LoadKinds.SignalType, ["id"] = id, ["data"] = new JsonObject { ["amount"] = amount },
            };
            await api.AskAsync(HttpMethod.Post, $"/api/v1/executions/{run}/signals", signal, null, home);
        }
    }

    private async Task RepeatAsync(LoadItem item, Guid run, string verb, CancellationToken home)
    {
        while (await api.AskAsync(HttpMethod.Get, $"/api/v1/executions/{run}", null, null, home) is { } answer
            && answer.Body.GetProperty("status").GetString() is "pending" or "running")
        {
            await Task.Delay(Look, clock, home);
        }

        var record = new StartRecord(
            item.Number, item.Kind.Name, $"chaos-{verb}-{item.Number}", null, clock.GetUtcNow(), null, null, null, null)
        {
            Of = run,
        };
        await SendStartAsync(record, $"/api/v1/executions/{run}/{verb}", new JsonObject(), home);
    }

    private async Task VerbAsync(Guid run, string verb, CancellationToken home)
    {
        var sentAt = clock.GetUtcNow();
        var answer = await api.AskAsync(
            HttpMethod.Post, $"/api/v1/executions/{run}/{verb}", new JsonObject { ["reason"] = "chaos" }, null, home);
        _verbs.Enqueue(new VerbRecord(run, verb, sentAt, answer?.At, answer?.Status ?? 0));
    }

    private async Task<ApiAnswer> MustAsync(HttpMethod method, string path, JsonNode body, CancellationToken ct) =>
        await api.AskAsync(method, path, body, null, ct) switch
        {
            { IsSuccess: true } answer => answer,
            { } answer => throw new InvalidOperationException($"{method} {path}: {answer.Status} {answer.Body}"),
            null => throw new OperationCanceledException(ct),
        };
}
