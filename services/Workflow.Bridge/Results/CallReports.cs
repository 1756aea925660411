using Workflow.Bridge.Calls;
using Workflow.Bridge.Options;
using Workflow.Model;

namespace Workflow.Bridge.Results;

/// <summary>Brings what one agent says of its work to the run's owner: at most so often, the latest of it, and all of
/// it before the result. Thread-safe.</summary>
internal sealed class CallReports(OpenCall call, ResultSender sender, BridgeOptions options, TimeProvider time)
{
    /// <summary>Lines of one message; of more the oldest are dropped.</summary>
    private const int LinesMax = 200;

    /// <summary>Tool calls of one message; more go with the next.</summary>
    private const int CallsMax = 500;

    /// <summary>Bytes of one message's lines, and of the tool calls beyond which the agent has to wait.</summary>
    private const int BytesMax = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _ending = new();
    private ReportBuffer _held = New();
    private Task _sending = Task.CompletedTask;
    private bool _isSending;
    private long _sentAt;

    /// <summary>Done when the next report may come: at once, unless there are too many tool calls to hold.</summary>
    public async Task AddAsync(AgentReport report)
    {
        bool isFull;
        lock (_gate)
        {
            _held.Add(report);
            isFull = _held.ToolCalls.Count is > 0 and var calls && (calls >= CallsMax || _held.Bytes > BytesMax);
            if (!_isSending)
            {
                _isSending = true;
                _sending = SendHeldAsync();
            }
        }

        if (isFull)
        {
            await SendAsync();
        }
    }

    /// <summary>Sends what is held; done when the broker has it.</summary>
    /// <exception cref="OperationCanceledException">The call was broken off.</exception>
    public async Task DrainAsync()
    {
        Task sending;
        lock (_gate)
        {
            sending = _sending;
        }

        await _ending.CancelAsync();
        await sending;
        await SendAsync();
        call.Token.ThrowIfCancellationRequested();
    }

    private static ReportBuffer New() => new(LinesMax, BytesMax, CallsMax);

    /// <summary>Sends at most so often, until nothing is held.</summary>
    private async Task SendHeldAsync()
    {
        while (!call.Token.IsCancellationRequested)
        {
            var sentAt = Interlocked.Read(ref _sentAt);
            if (sentAt != 0 && options.ReportInterval - time.GetElapsedTime(sentAt) is { Ticks: > 0 } pause)
            {
                using var over = CancellationTokenSource.CreateLinkedTokenSource(call.Token, _ending.Token);
                await Task.Delay(pause, time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await SendAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (_gate)
            {
                if (_held.IsEmpty)
                {
                    _isSending = false;
                    return;
                }
            }
        }
    }

    private async Task SendAsync()
    {
        await _turn.WaitAsync(call.Token);
        try
        {
            ReportBuffer taken;
            lock (_gate)
            {
                (taken, _held) = (_held, New());
                Interlocked.Exchange(ref _sentAt, time.GetTimestamp());
            }

            if (!taken.IsEmpty)
            {
                await sender.SendReportsAsync(call, taken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
