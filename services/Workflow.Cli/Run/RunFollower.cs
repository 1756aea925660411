using Workflow.Cli.Http;

namespace Workflow.Cli.Run;

/// <summary>Looks at a run again and again until it has ended.</summary>
internal sealed class RunFollower(ApiClient api, TimeProvider time)
{
    private const int RestFactor = 4; // looking takes at most a fifth of the time, however many steps there are
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>An API that is away for a while (killed, restarted) is waited for.</summary>
    /// <returns>The run as it ended.</returns>
    /// <exception cref="ApiException">The API refuses to tell.</exception>
    public async Task<RunSnapshot> FollowAsync(Guid run, IRunView view, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var picture = RunPicture.Empty;
        var tasks = int.MaxValue;
        while (true)
        {
            var looked = time.GetTimestamp();
            try
            {
                // The run first: steps read after its end are all of them.
                var now = await api.RunAsync(run, ct);
                var steps = await api.StepsAsync(run, ct);
                tasks = Math.Min(tasks, steps.TotalSteps); // loops make more steps than there are tasks
                picture = picture.Next(now, steps.Steps, tasks, time.GetElapsedTime(began));
                view.Show(picture);
                if (now.HasEnded)
                {
                    return now;
                }
            }
            catch (UnreachableException)
            {
                var elapsed = time.GetElapsedTime(began);
                view.Show(picture with { Elapsed = elapsed, Trouble = "The API does not answer; waiting." });
            }

            var rest = time.GetElapsedTime(looked) * RestFactor;
            await Task.Delay(rest > LookEvery ? rest : LookEvery, time, ct);
        }
    }
}
