using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;

namespace Workflow.IntegrationTests.Platform;

/// <summary>An agent that echoes its input and checks at every call, in SQL, what the rules promise about it.</summary>
internal sealed class CallGuard(LocalPlatform platform)
{
    private readonly ConcurrentDictionary<Guid, int> _calls = new();
    private int _seen;
    private int _repeated;
    private int _unannounced;

    /// <summary>Calls received.</summary>
    public int Seen => Volatile.Read(ref _seen);

    /// <summary>Calls of a task whose completion was committed when they came (R3).</summary>
    public int Repeated => Volatile.Read(ref _repeated);

    /// <summary>Tasks that were called for more than once.</summary>
    public int Twice => _calls.Values.Count(calls => calls > 1);

    /// <summary>Calls that came before their step, and all that it depends on, was committed (R5).</summary>
    public int Unannounced => Volatile.Read(ref _unannounced);

    public async Task<object?> AnswerAsync(AgentCallSeen call, CancellationToken ct)
    {
        Interlocked.Increment(ref _seen);
        _calls.AddOrUpdate(call.TaskId, 1, (_, calls) => calls + 1);
        await using var command = platform.Data.CreateCommand(
            "select status from step_executions where run_id = $1 and task_id = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = call.RunId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = call.TaskId });
        switch (await command.ExecuteScalarAsync(ct) as string)
        {
            case null:
                Interlocked.Increment(ref _unannounced);
                break;
            case "COMPLETED":
                Interlocked.Increment(ref _repeated);
                break;
        }

        return JsonSerializer.Deserialize<object>(call.Input);
    }
}
