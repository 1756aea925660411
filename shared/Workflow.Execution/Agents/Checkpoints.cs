using System.Text.RegularExpressions;
using Workflow.Model;

namespace Workflow.Execution.Agents;

/// <summary>What agents have reported of attempts that did not complete, for the attempts after them.
/// Thread-safe.</summary>
public sealed partial class Checkpoints
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Path, string Turn), RawJson> _last = [];

    /// <param name="recorded">The run's steps as loaded.</param>
    public Checkpoints(IReadOnlyList<StepRecord> recorded)
    {
        foreach (var step in recorded.Where(step => !step.Checkpoint.IsNull).OrderBy(step => step.StartedAt))
        {
            Note(step.Key, step.Status == StepStatus.Completed ? default : step.Checkpoint);
        }
    }

    /// <summary>What a call of this attempt is to be told; empty for nothing.</summary>
    public RawJson For(StepKey key)
    {
        lock (_gate)
        {
            return _last.Count == 0 ? default : _last.GetValueOrDefault(PlaceOf(key));
        }
    }

    /// <summary>An attempt ended, with this as its last checkpoint.</summary>
    /// <param name="checkpoint">Empty when later attempts are to be told nothing.</param>
    public void Note(StepKey key, RawJson checkpoint)
    {
        lock (_gate)
        {
            if (!checkpoint.IsNull)
            {
                _last[PlaceOf(key)] = checkpoint;
            }
            else if (_last.Count > 0)
            {
                _last.Remove(PlaceOf(key));
            }
        }
    }

    /// <summary>The same for every attempt of a step, those of an outer <c>try</c> included.</summary>
    private static (string, string) PlaceOf(StepKey key) => key.Iteration.Contains('^')
        ? (key.Path, Attempts().Replace(FirstTry().Replace(key.Iteration, ""), ""))
        : (key.Path, key.Iteration);

    /// <summary>Outside loops the first attempt has no such prefix.</summary>
    [GeneratedRegex(@"^0\^[0-9]+\.")]
    private static partial Regex FirstTry();

    [GeneratedRegex(@"\^[0-9]+")]
    private static partial Regex Attempts();
}
