using Workflow.Model;

namespace Workflow.ExecutionConsumer.Reports;

/// <summary>What agents have reported and is not kept yet, by task; whoever has to come after a task's reports waits
/// here as well. Thread-safe.</summary>
internal sealed class PendingReports(ConsumerOptions options)
{
    /// <summary>Lines of one task that go into one statement; of more the oldest are dropped.</summary>
    private const int LinesMax = 200;

    private const int LineBytesMax = 256 * 1024;

    /// <summary>Held for all tasks together. Beyond it lines are dropped, and tool calls lose their payloads.</summary>
    private const long BytesMax = 32L * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly ReportReader _reader = new(options.ReportBytesMax);
    private readonly Dictionary<Guid, PendingTask> _taken = [];
    private Dictionary<Guid, PendingTask> _waiting = [];
    private long _bytes;

    /// <param name="offset">Of the message; it tells the same again.</param>
    /// <param name="at">For what does not say when it happened.</param>
    /// <param name="kept">Called once the reports are kept, or are not wanted.</param>
    public void Add(AgentResult message, long offset, DateTimeOffset at, Action kept)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(message.TaskId!.Value, out var task))
            {
                _waiting[message.TaskId.Value] = task = new PendingTask(
                    message.RunId!.Value, message.TaskId.Value,
                    new ReportBuffer(LinesMax, LineBytesMax, options.ToolCallsMax));
            }

            task.Kept.Add(kept);
            task.Reports.Drop(message.ReportsDropped);
            var before = task.Reports.Bytes;
            for (var place = 0; place < message.Reports!.Count; place++)
            {
                task.Reports.Add(Read(message.Reports[place], offset, place, at));
            }

            _bytes += task.Reports.Bytes - before;
        }
    }

    /// <summary>Has something done once the task's reports are kept.</summary>
    /// <returns>False when there are none: it may be done now.</returns>
    public bool TryAfter(Guid taskId, Action then)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(taskId, out var task) && !_taken.TryGetValue(taskId, out task))
            {
                return false;
            }

            task.Then.Add(then);
            return true;
        }
    }

    /// <summary>Everything that waits, to be kept now.</summary>
    public IReadOnlyList<PendingTask> Take()
    {
        lock (_gate)
        {
            foreach (var (id, task) in _waiting)
            {
                _taken.Add(id, task);
            }

            (_waiting, _bytes) = ([], 0);
            return [.. _taken.Values];
        }
    }

    /// <summary>What was taken is kept.</summary>
    public void Finish(IReadOnlyList<PendingTask> tasks)
    {
        lock (_gate)
        {
            _taken.Clear();
        }

        foreach (var task in tasks)
        {
            task.Kept.ForEach(kept => kept());
        }

        // What came meanwhile for the same task is older than what comes after it.
        foreach (var task in tasks)
        {
            task.Then.RemoveAll(then => TryAfter(task.TaskId, then));
            task.Then.ForEach(then => then());
        }
    }

    private AgentReport Read(RawJson line, long offset, int place, DateTimeOffset at)
    {
        using var document = System.Text.Json.JsonDocument.Parse(line.Utf8, new() { MaxDepth = 520 });
        var report = _reader.Read(document.RootElement, at);
        if (_bytes > BytesMax)
        {
            var dropped = report.Lines.Count > 0
                ? new[] { ReportReader.Fault("Log lines are dropped: too many wait to be written.", at) } : [];
            report = report with
            {
                Lines = dropped,
                ToolCall = report.ToolCall is { } call
                    ? call with { Input = default, Output = default, LeftOut = ["input", "output"] } : null,
            };
        }

        // A line has at most one log and one piece of output.
        return report.Lines.Count == 0 ? report : report with
        {
            Lines = [.. report.Lines.Select((one, index) => one with { Offset = offset, Place = 4 * place + index })],
        };
    }
}

/// <summary>What one task has reported.</summary>
internal sealed record PendingTask(Guid RunId, Guid TaskId, ReportBuffer Reports)
{
    /// <summary>Owed to whoever brought the reports.</summary>
    public List<Action> Kept { get; } = [];

    /// <summary>To be done after them.</summary>
    public List<Action> Then { get; } = [];
}
