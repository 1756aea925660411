using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Workflow.Bridge.Agents.Mcp;

/// <summary>One call of a tool while it is under way: ends it early when the server sends too much, or falls silent
/// after it has begun to report. Thread-safe.</summary>
/// <param name="ct">Of the call.</param>
internal sealed class McpCall(
    AnswerLimit limit, string? traceParent, TimeSpan silenceMax, TimeProvider time, CancellationToken ct)
    : IProgress<ProgressNotificationValue>, IDisposable
{
    private static readonly AsyncLocal<McpCall?> Current = new();

    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(ct);
    private readonly Lock _gate = new();
    private ITimer? _silence;
    private AgentAnswer? _verdict;

    /// <summary>The one whose flow this is; null outside of calls.</summary>
    public static McpCall? OfThisFlow => Current.Value;

    public CancellationToken Token => _end.Token;

    /// <summary>Why it was ended early; null when it was not.</summary>
    public AgentAnswer? Verdict
    {
        get
        {
            lock (_gate)
            {
                return _verdict;
            }
        }
    }

    public string? TraceParent => traceParent;

    /// <summary>When the platform gives up; null without a limit.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The server does not know the session (any more), and so has not begun the call. Servers answer 404, as
    /// they should, or 400.</summary>
    public bool IsOfLostSession { get; set; }

    /// <summary>Of the request that asks for the tool, once it is on its way.</summary>
    public RequestId? RequestId { get; set; }

    /// <summary>Makes this the call of the flow that goes on from here.</summary>
    public void Enter() => Current.Value = this;

    /// <summary>A sign of life. From the first one on, silence ends the call.</summary>
    public void Report(ProgressNotificationValue value)
    {
        lock (_gate)
        {
            _silence ??= time.CreateTimer(
                _ => End(AgentAnswer.Silent(silenceMax, "progress")), null, silenceMax, Timeout.InfiniteTimeSpan);
            _silence.Change(silenceMax, Timeout.InfiniteTimeSpan);
        }
    }

    public void TooLarge() => End(AgentAnswer.Unusable($"It has a message of more than {limit.Message} bytes."));

    public void Dispose()
    {
        lock (_gate)
        {
            _silence?.Dispose();
        }

        _end.Dispose();
    }

    private void End(AgentAnswer verdict)
    {
        lock (_gate)
        {
            _verdict ??= verdict;
        }

        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself at the same moment.
        }
    }
}
