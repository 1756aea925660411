using Workflow.Database.Queries.Compare;

namespace Workflow.Api.Compare;

/// <summary>A step of the left run beside the same one of the right run; at least one of them is there.</summary>
internal sealed record StepPair(StepSide? Left, StepSide? Right)
{
    public StepSide Either => Left ?? Right!;

    /// <summary>Null when one side has no output, or when both are too large to tell apart.</summary>
    public bool? OutputEqual => (Left?.OutputBytes, Right?.OutputBytes) switch
    {
        (null, _) or (_, null) => null,
        var (left, right) when left != right => false,
        _ => Left!.OutputHash is { } hash ? hash == Right!.OutputHash : null,
    };

    /// <summary>Why the two are not the same way; null when they are.</summary>
    public string? PathReason => (Left, Right) switch
    {
        (null, _) => "only_right",
        (_, null) => "only_left",
        _ when Left.Status != Right.Status => "status",
        _ when Left.Decision != Right.Decision || Left.Next != Right.Next => "decision",
        _ => null,
    };
}

/// <summary>Puts the steps of two runs side by side.</summary>
internal static class StepAlignment
{
    /// <returns>In the order of the left run; what only the right one has stands behind what came before it
    /// there.</returns>
    public static List<StepPair> Of(IReadOnlyList<StepSide> left, IReadOnlyList<StepSide> right)
    {
        var onRight = right.ToDictionary(KeyOf);
        var onLeft = left.Select(KeyOf).ToHashSet();
        var followers = new Dictionary<(string, string), List<StepSide>>();
        var leading = new List<StepSide>();
        var behind = leading;
        foreach (var step in right)
        {
            if (onLeft.Contains(KeyOf(step)))
            {
                followers[KeyOf(step)] = behind = [];
            }
            else
            {
                behind.Add(step);
            }
        }

        var pairs = leading.Select(step => new StepPair(null, step)).ToList();
        foreach (var step in left)
        {
            pairs.Add(new StepPair(step, onRight.GetValueOrDefault(KeyOf(step))));
            pairs.AddRange((followers.GetValueOrDefault(KeyOf(step)) ?? []).Select(one => new StepPair(null, one)));
        }

        return pairs;
    }

    private static (string, string) KeyOf(StepSide step) => (step.StepPath, step.Iteration);
}
