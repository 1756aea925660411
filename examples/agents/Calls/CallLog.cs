using System.Text.Json;
using Microsoft.Extensions.Options;
using Workflow.Agents;

namespace Workflow.ExampleAgents.Calls;

/// <summary>Writes one JSON line per call as it comes in, before any work: whatever an agent saw stands there.
/// Thread-safe.</summary>
public sealed class CallLog : IDisposable
{
    private const int RememberedMax = 200_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, int> _seen = [];
    private readonly Queue<Guid> _order = [];
    private readonly TimeProvider _time;
    private readonly TextWriter _writer;
    private readonly bool _owned;

    public CallLog(IOptions<AgentOptions> options, TimeProvider time)
        : this(Open(options.Value.CallLog), time) => _owned = options.Value.CallLog is not null;

    public CallLog(TextWriter writer, TimeProvider time)
    {
        _writer = writer;
        _time = time;
    }

    /// <summary>Notes a call; <c>seen</c> counts the sendings of a task id, so that every duplicate shows.</summary>
    public void Note(string agent, AgentCall call)
    {
        lock (_lock)
        {
            var line = new CallLine(
                _time.GetUtcNow(), agent, call.TaskId, call.RunId, call.Step, call.Attempt, Count(call.TaskId));
            _writer.WriteLine(JsonSerializer.Serialize(line, AgentDefinition.Json));
        }
    }

    public void Dispose()
    {
        if (_owned)
        {
            _writer.Dispose();
        }
    }

    private int Count(Guid id)
    {
        var count = _seen.GetValueOrDefault(id) + 1;
        _seen[id] = count;
        if (count == 1)
        {
            _order.Enqueue(id);
            if (_order.Count > RememberedMax)
            {
                _seen.Remove(_order.Dequeue());
            }
        }

        return count;
    }

    private static TextWriter Open(string? path) => path is null
        ? Console.Out
        : new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            AutoFlush = true,
        };

    private sealed record CallLine(
        DateTimeOffset Time, string Agent, Guid? TaskId, Guid? RunId, string? Step, int? Attempt, int Seen);
}
