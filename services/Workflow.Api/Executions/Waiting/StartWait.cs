using System.Data.Common;
using Workflow.Api.Accounts;
using Workflow.Api.Executions.Starting;
using Workflow.Api.Intake;
using Workflow.Api.Live;
using Workflow.Database.Feed;
using Workflow.Model;

namespace Workflow.Api.Executions.Waiting;

/// <summary>A start whose caller would wait for the end.</summary>
public sealed class StartWait(EndWaits waits, EndWait? own, TimeSpan time, TimeProvider clock) : IDisposable
{
    private EndWait? _wait = own;

    /// <summary>Id that the run has to get, so that its end cannot be missed; null when nobody waits.</summary>
    public Guid? RunId => _wait?.RunId;

    /// <summary>Waits for the end, unless nobody wants to.</summary>
    /// <param name="run">The run that was started; by an earlier request it may be another one.</param>
    /// <returns>Null when it did not end in time; the run goes on.</returns>
    public async Task<EndedRun?> EndAsync(HttpContext http, StartedRun run)
    {
        if (_wait is null)
        {
            return null;
        }

        http.Response.Headers[PreferWait.AppliedHeader] = PreferWait.Applied(time);
        try
        {
            if (run.RunId != _wait.RunId)
            {
                await ChangeToAsync(run.RunId, http.RequestAborted);
            }

            return _wait is null ? null : await _wait.Ended.WaitAsync(time, clock, http.RequestAborted);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException or DbException)
        {
            // It is accepted, and that is the answer.
            return null;
        }
    }

    public void Dispose() => _wait?.Dispose();

    private async Task ChangeToAsync(Guid runId, CancellationToken ct)
    {
        _wait!.Dispose();
        _wait = waits.TryJoin(runId);
        await waits.LookAsync([runId], ct);
    }
}

/// <summary>Lets callers of starts wait.</summary>
public sealed class StartWaits(EndWaits waits, RunIds ids, LiveOptions options, TimeProvider clock)
{
    /// <summary>Before the run is written. A caller that may not read runs, or comes when too many wait, does not
    /// wait.</summary>
    /// <param name="wanted">As the request prefers.</param>
    public StartWait Begin(TimeSpan wanted, Account account)
    {
        var time = options.WaitOf(wanted);
        var own = time > TimeSpan.Zero && account.Scopes.HasFlag(Scopes.RunsRead)
            ? waits.TryJoin(ids.Next())
            : null;
        return new StartWait(waits, own, time, clock);
    }
}
