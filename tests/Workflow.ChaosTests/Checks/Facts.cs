using Workflow.ChaosTests.Evidence;
using Workflow.ChaosTests.Load;

namespace Workflow.ChaosTests.Checks;

/// <summary>The evidence by run, as several checks need it.</summary>
internal sealed class Facts
{
    private readonly Dictionary<string, StartRecord> _startsByKey = [];

    public Facts(ChaosEvidence evidence)
    {
        Evidence = evidence;
        Outages = new Outages(evidence.Faults);
        Runs = evidence.Runs.GroupBy(run => run.RunId).ToDictionary(same => same.Key, same => same.First());
        foreach (var start in evidence.Starts)
        {
            _startsByKey.TryAdd(start.Key, start);
        }

        CancelsAsked = evidence.Verbs.Where(verb => verb.Verb == VerbRecord.Cancel)
            .Select(verb => verb.RunId).ToHashSet();
        EndedAt = evidence.RunChanges
            .Where(change => RunChange.IsEnd(change.After) && change.Before != change.After)
            .GroupBy(change => change.RunId).ToDictionary(same => same.Key, same => same.First());
    }

    public ChaosEvidence Evidence { get; }

    public Outages Outages { get; }

    public IReadOnlyDictionary<Guid, RunRow> Runs { get; }

    /// <summary>Runs whose cancellation somebody asked for, answered or not.</summary>
    public IReadOnlySet<Guid> CancelsAsked { get; }

    /// <summary>The change that ended each run.</summary>
    public IReadOnlyDictionary<Guid, RunChange> EndedAt { get; }

    /// <summary>The start that a root run came from; null when nobody asked for it.</summary>
    public StartRecord? StartOf(RunRow run) => _startsByKey.GetValueOrDefault(run.Key ?? run.RunId.ToString());

    /// <summary>What a run is and which number it carries; null when its origin is unknown.</summary>
    public (LoadKind Kind, int Number, bool IsRepeat)? NatureOf(RunRow run)
    {
        if (run.Parent is { } parent)
        {
            return Runs.TryGetValue(parent, out var above) && NatureOf(above) is { } nature
                ? (LoadKinds.Of(run.Name), nature.Number, false) : null;
        }

        if (run.Schedule is not null)
        {
            return (LoadKinds.Of(run.Name), run.Number, false);
        }

        return StartOf(run) is { } start
            ? (LoadKinds.Of(start.Kind), start.Number, start.Of is not null) : null;
    }

    /// <summary>Whether a cancellation of the run, or of one that waits for it, was asked for.</summary>
    public bool IsCancelExplained(RunRow run) => CancelsAsked.Contains(run.RunId)
        || (run.Parent is { } parent && Runs.TryGetValue(parent, out var above)
            && (IsCancelExplained(above) || above.Status == RunChange.Failed));
}
