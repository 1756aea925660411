using Workflow.Database.Feed;

namespace Workflow.Api.Executions.Waiting;

/// <summary>One wait for the end of a run, from before it can come.</summary>
public sealed class EndWait(EndWaits waits, Guid runId) : IDisposable
{
    private readonly TaskCompletionSource<EndedRun> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Guid RunId => runId;

    /// <summary>Ends when the run has; is cancelled when this process stops.</summary>
    public Task<EndedRun> Ended => _ended.Task;

    public void Dispose() => waits.Leave(this);

    internal void Tell(EndedRun ended) => _ended.TrySetResult(ended);

    internal void GiveUp() => _ended.TrySetCanceled();
}
