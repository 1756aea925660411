using Workflow.ChaosTests.Evidence;
using Workflow.ChaosTests.Platform;

namespace Workflow.ChaosTests.Checks;

/// <summary>R4: only the owner of a shard advances its runs.</summary>
internal static class OwnerChecks
{
    public static RuleResult Writers(Facts facts)
    {
        var advances = facts.Evidence.RunChanges.Where(change => change is { Before: not null, After: not null }
            && change.After != RunChange.Cancelled
            && change.Writer.StartsWith(Fleet.ConsumerPrefix, StringComparison.Ordinal)).ToList();
        return new RuleResult("R4", "changes of runs made by the owner of their shard", advances.Count,
            [.. advances.Where(change => change.Writer != change.Owner).Select(change =>
                $"run {change.RunId} was moved to {change.After} (revision {change.RevisionAfter}) by {change.Writer} "
                + $"while {change.Owner ?? "nobody"} owned its shard")]);
    }

    public static RuleResult Epochs(Facts facts)
    {
        var violations = facts.Evidence.ShardChanges.GroupBy(change => (change.Shard, change.Token))
            .Where(same => same.Select(change => change.Epoch).Distinct().Count() > 1)
            .Select(same => $"shard {same.Key.Shard} had token {same.Key.Token} in several epochs").ToList();
        foreach (var shard in facts.Evidence.ShardChanges.GroupBy(change => change.Shard))
        {
            var changes = shard.OrderBy(change => change.Order).ToList();
            violations.AddRange(changes.Zip(changes.Skip(1))
                .Where(pair => pair.Second.Epoch != pair.First.Epoch + (IsTake(pair.First, pair.Second) ? 1 : 0))
                .Select(pair => $"shard {shard.Key} went from epoch {pair.First.Epoch} to {pair.Second.Epoch}"));
        }

        return new RuleResult(
            "R4", "take-overs with the next epoch and a new token", facts.Evidence.ShardChanges.Count, violations);
    }

    /// <summary>Not a release, which leaves the shard to nobody, under a token that nobody has.</summary>
    private static bool IsTake(ShardChange before, ShardChange after) =>
        after.Owner is not null && after.Token != before.Token;
}
