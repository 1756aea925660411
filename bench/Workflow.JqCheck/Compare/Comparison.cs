using Workflow.Jq;

namespace Workflow.JqCheck.Compare;

/// <summary>A program over an input: what the other jq says, and what we say. Each is an array of the outputs in arrays
/// of their own, an error at its end as <c>{"error": value}</c>.</summary>
internal sealed record Comparison(string Program, string Input, JqValue Theirs, JqValue Ours)
{
    /// <summary>Outputs that are looked at; a program may have any number.</summary>
    private const int MostOutputs = 50;

    /// <summary>Mathematical functions differ by their library in the last digits.</summary>
    private const double Tolerance = 1e-12;

    private static readonly JqArguments Roomy = new()
    {
        Limits = new JqLimits { Steps = 3_000_000, Depth = 2_000, RegexTime = TimeSpan.FromSeconds(2) },
    };

    public bool IsSame => AreSame(Theirs, Ours);

    /// <summary>Both fail at the same place, for reasons told in other words.</summary>
    public bool DiffersInMessage =>
        Theirs.Count == Ours.Count && Theirs.Count > 0
        && Theirs.Items[^1].TryGetMember("error", out _) && Ours.Items[^1].TryGetMember("error", out _)
        && Theirs.Items.SkipLast(1).Zip(Ours.Items.SkipLast(1)).All(pair => AreSame(pair.First, pair.Second));

    /// <summary>The program with its outputs and its error in one array.</summary>
    public static string Wrap(string program) =>
        $"[limit({MostOutputs}; try (({program}\n) | [.]) catch {{error: .}})]";

    /// <summary>What we say to a wrapped program, or null when one of our bounds strikes.</summary>
    public static JqValue? Evaluate(JqProgram wrapped, string input)
    {
        try
        {
            return wrapped.First(JqValue.Parse(input), Roomy);
        }
        catch (JqException error)
        {
            return error.Limit is null ? JqValue.String($"not caught: {error.Message}") : null;
        }
    }

    private static bool AreSame(JqValue theirs, JqValue ours)
    {
        if (theirs.Kind != ours.Kind || theirs.Count != ours.Count)
        {
            return false;
        }

        return theirs.Kind switch
        {
            JqKind.Number => AreClose(theirs.AsNumber!.Value, ours.AsNumber!.Value),
            JqKind.Array => theirs.Items.Zip(ours.Items).All(pair => AreSame(pair.First, pair.Second)),
            JqKind.Object => theirs.Members.Zip(ours.Members).All(
                pair => pair.First.Key == pair.Second.Key && AreSame(pair.First.Value, pair.Second.Value)),
            _ => theirs == ours,
        };
    }

    private static bool AreClose(double one, double other) =>
        one.Equals(other) || Math.Abs(one - other) <= Tolerance * Math.Max(Math.Abs(one), Math.Abs(other));
}
