using Workflow.Database.Bridge;
using Workflow.Model;

namespace Workflow.Bridge.Cancellations;

/// <summary>Tells agents of tasks that they have accepted and that ended before they called back. No bridge has them
/// open, so whichever finds one first tells its agent.</summary>
internal sealed class UnwantedTasks(AcceptedTasks tasks, AgentCanceller canceller, TimeProvider time)
{
    private const int PageRows = 50;
    private const int TriesMax = 3;
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(20);

    /// <summary>So long the same answer may come again and is known.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    /// <summary>Tells all that are to be told, and forgets what ended long ago.</summary>
    public async Task LookOnceAsync(CancellationToken ct)
    {
        List<UnwantedTask> page;
        do
        {
            page = await tasks.TakeUnwantedAsync(PageRows, TriesMax, RetryPause, ct);
            await Task.WhenAll(page.Select(task => TellAsync(task, ct)));
        }
        while (page.Count == PageRows);

        await tasks.ForgetAsync(KeptFor, ct);
    }

    private async Task TellAsync(UnwantedTask unwanted, CancellationToken ct)
    {
        var task = new AgentTask(
            unwanted.TaskId, unwanted.RunId, "", "", "", 1, unwanted.Agent, unwanted.Endpoint, default, null, 0,
            time.GetUtcNow())
        {
            Auth = unwanted.Auth,
        };
        if (await canceller.TellOnceAsync(new CancelNotice(task, CancelNotice.Ended), ct))
        {
            await tasks.ToldAsync(unwanted.RunId, unwanted.TaskId, ct);
        }
    }
}
