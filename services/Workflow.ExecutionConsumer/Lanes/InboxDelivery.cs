using System.Text.Json;
using Workflow.Database.Recovery;
using Workflow.Execution.Agents;
using Workflow.Execution.Children;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Lanes;

/// <summary>Brings runs and what waits in their inbox together: a run in memory is given the rows, any other is
/// loaded with them.</summary>
internal sealed class InboxDelivery(RunInbox inbox, RunTable runs, RunStarter starter, AgentCalls calls,
    ChildWaits children)
{
    public async Task DeliverAsync(Guid[] runIds, CancellationToken ct)
    {
        var inMemory = runIds.Where(runs.Contains).ToArray();
        if (inMemory.Length > 0)
        {
            foreach (var row in await inbox.UnreadAsync(inMemory, ct))
            {
                Deliver(row);
            }
        }

        await starter.LoadAsync(runIds, ct);
    }

    /// <summary>A row that no step waits for yet stays unread, and comes again with the next look.</summary>
    private void Deliver(InboxRow row)
    {
        switch (row.Kind)
        {
            case RunInbox.AgentResultKind:
                calls.TryDeliver(
                    JsonSerializer.Deserialize(row.Payload.Utf8.Span, MessageJson.Default.AgentResult)!, _ => { });
                break;
            case RunInbox.ChildEndKind:
                children.TryDeliver(
                    Guid.Parse(row.UniqueKey),
                    JsonSerializer.Deserialize(row.Payload.Utf8.Span, MessageJson.Default.ChildEnd)!);
                break;
            case RunInbox.SignalKind:
                runs.Find(row.RunId)?.Executor.Deliver(
                    new ArrivedSignal(row.UniqueKey, row.Arrival, row.ReceivedAt, row.Payload));
                break;
            case RunInbox.OperatorKind:
                runs.Find(row.RunId)?.Executor.TryDecide(
                    row.UniqueKey,
                    JsonSerializer.Deserialize(row.Payload.Utf8.Span, MessageJson.Default.StepVerdict)!);
                break;
        }
    }
}
