using Workflow.Model;

namespace Workflow.Simulation.Store;

/// <summary>RunLoader.LoadAsync: three statements of one batch, each with a snapshot of its own, in the product's
/// order.</summary>
internal sealed class LoadRuns(Guid[] runIds) : Statement<IReadOnlyList<LoadedRun>>
{
    private List<LoadedRun> _runs = [];
    private int _part;

    public override Progress Advance(ModelDatabase database)
    {
        switch (_part++)
        {
            case 0:
                _runs = [.. runIds.Where(database.Runs.ContainsKey).Select(id => Read(database.Runs[id]))];
                return Progress.More;
            case 1:
                _runs = _runs.ConvertAll(run => run with { Steps = [.. database.Runs[run.RunId].Steps.Values] });
                return Progress.More;
            default:
                Result = _runs.ConvertAll(run => run with
                {
                    Inbox = new Dictionary<string, RawJson>(database.Runs[run.RunId].Inbox),
                });
                return Progress.Done;
        }
    }

    private static LoadedRun Read(RunRow row) => new()
    {
        RunId = row.RunId,
        Shard = row.Shard,
        Status = row.Status,
        Revision = row.Revision,
        Plan = row.Plan,
        Input = default,
        CreatedAt = row.CreatedAt,
        StartedAt = row.StartedAt,
    };
}
