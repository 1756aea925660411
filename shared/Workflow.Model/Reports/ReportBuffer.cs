namespace Workflow.Model;

/// <summary>What one attempt has reported and nobody was told yet: the last progress, the newest lines, every tool call
/// once. Holds at most its limits; what goes is counted. Not thread-safe.</summary>
/// <param name="linesMax">Lines held.</param>
/// <param name="lineBytesMax">Bytes of those lines.</param>
/// <param name="callsMax">Tool calls held.</param>
public sealed class ReportBuffer(int linesMax, int lineBytesMax, int callsMax)
{
    private readonly Queue<ReportedLine> _lines = new();
    private readonly Dictionary<string, int> _places = [];
    private readonly List<ReportedToolCall> _calls = [];
    private int _lineBytes;
    private int _callBytes;

    public ProgressReport? Progress { get; private set; }

    public IReadOnlyCollection<ReportedLine> Lines => _lines;

    /// <summary>In the order in which they were first told of.</summary>
    public IReadOnlyList<ReportedToolCall> ToolCalls => _calls;

    /// <summary>Lines that had to go, here or before they came.</summary>
    public long Dropped { get; private set; }

    /// <summary>Tool calls that were too many.</summary>
    public long CallsDropped { get; private set; }

    /// <summary>Bytes held.</summary>
    public int Bytes => _lineBytes + _callBytes;

    public bool IsEmpty =>
        Progress is null && _lines.Count == 0 && _calls.Count == 0 && Dropped == 0 && CallsDropped == 0;

    public void Add(AgentReport report)
    {
        Progress = report.Progress ?? Progress;
        foreach (var line in report.Lines)
        {
            _lines.Enqueue(line);
            _lineBytes += line.Bytes;
        }

        while (_lines.Count > linesMax || _lineBytes > lineBytesMax)
        {
            _lineBytes -= _lines.Dequeue().Bytes;
            Dropped++;
        }

        if (report.ToolCall is { } call)
        {
            Add(call);
        }
    }

    /// <summary>Counts lines that went before they came here.</summary>
    public void Drop(long lines) => Dropped += lines;

    private void Add(ReportedToolCall call)
    {
        if (_places.TryGetValue(call.Id, out var place))
        {
            var both = _calls[place].With(call);
            _callBytes += both.Bytes - _calls[place].Bytes;
            _calls[place] = both;
        }
        else if (_calls.Count < callsMax)
        {
            _places[call.Id] = _calls.Count;
            _calls.Add(call);
            _callBytes += call.Bytes;
        }
        else
        {
            CallsDropped++;
        }
    }
}
