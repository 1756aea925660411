using Workflow.Api.Http;
using Workflow.Api.Live;
using Workflow.Model;

namespace Workflow.Api.Executions.Waiting;

/// <summary>Answers callers who read a run, and rather when it has ended than at once.</summary>
public sealed class ReadWaits(EndWaits waits, LiveOptions options, TimeProvider clock)
{
    /// <summary>Answers with the run as it is: at once, or with <c>Prefer: wait</c> when it has ended or that time is
    /// over.</summary>
    /// <param name="executionId">As the path has it.</param>
    /// <param name="readAsync">Null when there is no such run, for this caller.</param>
    public async Task<IResult> AnswerAsync<TRun, TAnswer>(
        HttpContext http, string executionId, Func<Guid, CancellationToken, Task<TRun?>> readAsync,
        Func<TRun, RunStatus> statusOf, Func<TRun, TAnswer> answer)
        where TRun : class
    {
        if (!Parameters.TryReadId("execution_id", executionId, out var runId, out var problem)
            || !PreferWait.TryRead(http.Request, out var wanted, out problem))
        {
            return problem;
        }

        // The wait begins before the run is read, so that its end cannot fall in between.
        var time = options.WaitOf(wanted);
        using var wait = time > TimeSpan.Zero ? waits.TryJoin(runId) : null;
        var run = await readAsync(runId, http.RequestAborted);
        if (run is not null && wait is not null)
        {
            http.Response.Headers[PreferWait.AppliedHeader] = PreferWait.Applied(time);
            if (!statusOf(run).IsEnd())
            {
                await PassAsync(wait, time, http.RequestAborted);
                run = await readAsync(runId, http.RequestAborted);
            }
        }

        return run is null
            ? Problems.RunNotFound(runId)
            : new SizedAnswer<TAnswer>(StatusCodes.Status200OK, answer(run));
    }

    private async Task PassAsync(EndWait wait, TimeSpan time, CancellationToken ct)
    {
        try
        {
            await wait.Ended.WaitAsync(time, clock, ct);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException
            && !ct.IsCancellationRequested)
        {
            // It goes on, or this process stops: the caller is told how the run is now.
        }
    }
}
