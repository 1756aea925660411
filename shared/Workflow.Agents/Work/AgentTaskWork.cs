using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Workflow.Agents.Work;

/// <summary>One task at work in this process, whatever becomes of the connections that asked for it. Thread-safe.
/// </summary>
internal sealed class AgentTaskWork
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly Lock _gate = new();
    private readonly List<Channel<JsonObject>> _listeners = [];
    private readonly CancellationTokenSource _cancelled = new();
    private readonly CancellationTokenSource _deadline;
    private readonly TaskCompletionSource _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reported = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource<AgentTaskResult> _result =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private JsonObject? _checkpoint;

    public AgentTaskWork(AgentCall call, TimeProvider time)
    {
        Call = call;
        var left = call.Deadline - time.GetUtcNow();
        _deadline = left is null || left > LongestTimer ? new CancellationTokenSource()
            : new CancellationTokenSource(left > TimeSpan.Zero ? left.Value : TimeSpan.Zero, time);
        // Told by a task of its own: what a handler does then must not hold up who cancels.
        _deadline.Token.Register(Cancel);
    }

    public AgentCall Call { get; }

    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>Ends with the result; never fails.</summary>
    public Task<AgentTaskResult> Result => _result.Task;

    /// <summary>Ends when the call is to be answered with 202.</summary>
    public Task Accepted => _accepted.Task;

    /// <summary>Ends with the first line.</summary>
    public Task Reported => _reported.Task;

    /// <summary>For how long without a word; null when it is not accepted.</summary>
    public TimeSpan? Acceptance { get; private set; }

    /// <summary>Calls lines back once it is accepted.</summary>
    public Func<JsonObject, Task>? CallBack { get; set; }

    public void Cancel() => _ = _cancelled.CancelAsync();

    public void Accept(TimeSpan lifetime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, TimeSpan.FromSeconds(1));
        lock (_gate)
        {
            if (Call.CallbackUrl is null)
            {
                throw new InvalidOperationException(
                    "The platform takes no callbacks: the call has no callback_url. Set WORKFLOW_CALLBACK_URL and "
                    + "WORKFLOW_CALLBACK_SECRET for its bridges and APIs, or return the result without accepting.");
            }

            if (Reported.IsCompleted)
            {
                throw new InvalidOperationException(
                    "The answer has begun already; accept before anything is reported.");
            }

            Acceptance ??= lifetime;
        }

        _accepted.TrySetResult();
    }

    public void End(AgentTaskResult result)
    {
        lock (_gate)
        {
            _result.TrySetResult(result);
            _listeners.ForEach(listener => listener.Writer.TryComplete());
        }

        _deadline.Dispose();
    }

    /// <param name="keeps">Whether those who ask for the task later are told it too.</param>
    public Task ReportAsync(string member, JsonNode? value, bool keeps)
    {
        var line = new JsonObject { [member] = value };
        lock (_gate)
        {
            if (Acceptance is null)
            {
                _checkpoint = keeps ? line : _checkpoint;
                _listeners.ForEach(listener => listener.Writer.TryWrite(line));
                _reported.TrySetResult();
                return Task.CompletedTask;
            }
        }

        return CallBack?.Invoke(line) ?? Task.CompletedTask;
    }

    /// <summary>Lines from now on, the last checkpoint first; they end with the result.</summary>
    public ChannelReader<JsonObject> Listen()
    {
        var lines = Channel.CreateUnbounded<JsonObject>();
        lock (_gate)
        {
            if (_checkpoint is not null)
            {
                lines.Writer.TryWrite(_checkpoint);
            }

            if (_result.Task.IsCompleted)
            {
                lines.Writer.Complete();
            }
            else
            {
                _listeners.Add(lines);
            }
        }

        return lines.Reader;
    }
}
