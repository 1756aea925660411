using System.Data.Common;
using Npgsql;
using Workflow.Database.Transitions;
using Workflow.Execution;
using Workflow.Execution.Children;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Children;

/// <summary>Enters children into the database and wakes whoever owns their shard; a wake-up that is lost is made up
/// for by that owner's sweep.</summary>
internal sealed partial class ChildRuns(
    EnterChildRun enter, StartSignals starts, ClusterShape cluster, ExecutionOptions options, TimeProvider clock,
    ILogger<ChildRuns> logger) : IChildRuns
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    public async ValueTask<ChildEntryResult> EnterAsync(ChildRequest request, CancellationToken ct)
    {
        var child = new NewChildRun(
            request.ChildId, Sharding.ShardOf(request.ChildId, cluster.Partitions), request.ParentId,
            request.Hold.Claim, request.IsAwaited ? request.TaskId : null, request.Workflow, request.Input);
        while (true)
        {
            try
            {
                var entry = EntryOf(await enter.RunAsync(child, options.ChildLevelsMax, ct));
                if (entry == ChildEntry.Entered)
                {
                    starts.Send(child.RunId, child.Shard);
                }

                return new ChildEntryResult(entry);
            }
            catch (PostgresException error) when (Refusals.IsContent(error))
            {
                return new ChildEntryResult(ChildEntry.Refused, Refusals.Describe(error));
            }
            catch (Exception error) when (error is DbException or IOException or TimeoutException)
            {
                LogHeld(logger, error, request.ChildId, request.ParentId);
                await Task.Delay(RetryDelay, clock, ct);
            }
        }
    }

    private static ChildEntry EntryOf(ChildFacts facts) => facts switch
    {
        { IsParentOurs: false } => ChildEntry.NotOurs,
        { IsNestable: false } => ChildEntry.TooDeep,
        { IsWorkflowKnown: false } => ChildEntry.UnknownWorkflow,
        _ => ChildEntry.Entered,
    };
}
