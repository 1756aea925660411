using System.Runtime.CompilerServices;
using Workflow.Model;

namespace Workflow.Simulation.Checks;

/// <summary>A rule that did not hold.</summary>
/// <param name="Rule">R1 to R7 of the design; <c>bug</c> for an error that the product logs.</param>
public sealed record Violation(string Rule, string What);

/// <summary>Looks on from outside: what happened to rows, effects and messages is compared with the rules. It shares
/// nothing with the code that it judges.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<Guid, RunStatus> _ends = [];
    private readonly Dictionary<(Guid, StepKey), (string? Output, StepStatus Status)> _done = [];
    private readonly HashSet<Guid> _accepted = [];

    public Violation? Violation { get; private set; }

    public long Checks { get; private set; }

    public Coverage Coverage { get; } = new();

    public IReadOnlyCollection<Guid> Accepted => _accepted;

    /// <summary>A start was answered, or a request of somebody else is on the topic: it must end once (R1,
    /// R7).</summary>
    public void Accept(Guid run)
    {
        _accepted.Add(run);
        Coverage.Runs++;
    }

    public void Check(
        bool holds, string rule, [InterpolatedStringHandlerArgument(nameof(holds))] ref WhenBroken what)
    {
        Checks++;
        if (!holds)
        {
            Violation ??= new Violation(rule, what.Text());
        }
    }

    /// <summary>A run's row was given a status.</summary>
    public void Status(Guid run, RunStatus before, RunStatus now)
    {
        Check(!_ends.TryGetValue(run, out var end) || end == now && before == now, "R2",
            $"run {Short(run)} had ended as {end} and was written as {now}");
        Check(!before.IsEnd(), "R2", $"run {Short(run)} was written after its end {before}");
        if (now.IsEnd())
        {
            Check(_ends.TryAdd(run, now), "R1", $"run {Short(run)} ended twice");
        }
    }

    /// <summary>A step's row was written.</summary>
    public void Step(Guid run, StepRecord step)
    {
        var known = _done.TryGetValue((run, step.Key), out var done);
        Check(!known || done.Output == step.Output.ToString() && done.Status == step.Status, "R3",
            $"step {step.StepId} of run {Short(run)} was committed and is written again");
        if (step.HasEnded)
        {
            _done[(run, step.Key)] = (step.Output.ToString(), step.Status);
        }
    }

    /// <summary>Everything is healed and quiet.</summary>
    public void AtTheEnd(IReadOnlyDictionary<Guid, RunStatus> rows)
    {
        foreach (var run in _accepted)
        {
            var found = rows.TryGetValue(run, out var status);
            Check(found, "R7", $"the request of run {Short(run)} was taken off the topic and there is no row");
            Check(!found || status.IsEnd(), "R1", $"run {Short(run)} is {status} for good");
            Check(!found || !status.IsEnd() || _ends.GetValueOrDefault(run) == status, "R2",
                $"run {Short(run)} ended as {_ends.GetValueOrDefault(run)} and is {status}");
        }
    }

    public static string Short(Guid id) => id.ToString()[..8];
}
