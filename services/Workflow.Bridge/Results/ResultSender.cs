using System.Text;
using Workflow.Bridge.Calls;
using Workflow.Hosting;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Bridge.Results;

/// <summary>Brings results to the owner of the run's shard.</summary>
internal sealed class ResultSender(
    MessageProducer producer, RecentResults recent, TimeProvider time, ILogger<ResultSender> logger)
{
    /// <summary>Ends when the broker has the result; tries for as long as anybody wants it.</summary>
    /// <param name="result">An encoded <see cref="AgentResult"/>.</param>
    /// <exception cref="OperationCanceledException">The call was broken off.</exception>
    public async Task SendAsync(OpenCall call, byte[] result)
    {
        await SendUntilStoredAsync(call, result);
        recent.Add(call);
    }

    /// <summary>Ends when the broker has what the agent reports; tries for as long as anybody wants it.</summary>
    /// <exception cref="OperationCanceledException">The call was broken off.</exception>
    public Task SendReportsAsync(OpenCall call, ReportBuffer reports) => SendUntilStoredAsync(
        call,
        MessageCodec.Encode(new AgentResult(
            call.Task.TaskId, call.Task.RunId, AgentOutcome.Report, default, null, call.Shard, null, time.GetUtcNow())
        {
            Reports = ReportText.Write(reports),
            ReportsDropped = reports.Dropped,
        }));

    private async Task SendUntilStoredAsync(OpenCall call, byte[] result)
    {
        var key = Encoding.UTF8.GetBytes(call.Task.RunId.ToString());
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        while (true)
        {
            call.Token.ThrowIfCancellationRequested();
            var delivery = await DeliverAsync(call, key, result);
            if (delivery.Stored)
            {
                return;
            }

            var pause = backoff.Next();
            logger.ResultNotStored(
                call.Task.TaskId, call.Task.RunId, call.Shard, delivery.Reason ?? "", pause.TotalMilliseconds);
            await Task.Delay(pause, time, call.Token);
        }
    }

    /// <summary>Ends when the broker has the checkpoint or did not take it: the agent's next one makes up for
    /// it.</summary>
    public async Task SendCheckpointAsync(OpenCall call, RawJson checkpoint)
    {
        var message = MessageCodec.Encode(new AgentResult(
            call.Task.TaskId, call.Task.RunId, AgentOutcome.Checkpoint, checkpoint, null, call.Shard, null,
            time.GetUtcNow()));
        var delivery = await DeliverAsync(call, Encoding.UTF8.GetBytes(call.Task.RunId.ToString()), message);
        if (!delivery.Stored)
        {
            logger.CheckpointNotStored(call.Task.TaskId, call.Task.RunId, call.Shard, delivery.Reason ?? "");
        }
    }

    private Task<Delivery> DeliverAsync(OpenCall call, byte[] key, byte[] result) => call.TraceParent is { } trace
        ? producer.SendAsync(
            Topics.AgentResults, call.Shard, key, result, new MessageHeader(MessageHeaders.TraceParent, trace))
        : producer.SendAsync(Topics.AgentResults, call.Shard, key, result);
}
