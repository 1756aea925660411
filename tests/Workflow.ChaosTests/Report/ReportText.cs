using System.Globalization;
using System.Text;
using Workflow.ChaosTests.Agents;
using Workflow.ChaosTests.Checks;
using Workflow.ChaosTests.Evidence;
using Workflow.ChaosTests.Faults;

namespace Workflow.ChaosTests.Report;

/// <summary>The report as text, for the terminal and the evidence folder.</summary>
internal static class ReportText
{
    private const int ViolationsShown = 10;

    public static string Of(ChaosSettings settings, ChaosEvidence evidence, Verdict verdict)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        Line($"seed {settings.Seed}: {evidence.Faults.Count} faults, {evidence.Runs.Count} runs");
        Line($"faults: {Counts(evidence.Faults.Select(record => record.Fault.Kind.ToString()))}");
        Line($"ends:   {Counts(evidence.Runs.Select(run => run.Status))}");
        Line($"calls:  {Counts(evidence.Calls.Select(call => call.Outcome ?? "open"))}");
        Line($"tasks that were called more than once: {Repeated(evidence)}");
        text.AppendLine();
        foreach (var rule in verdict.Rules.OrderBy(rule => rule.Rule, StringComparer.Ordinal))
        {
            Line($"{rule.Rule}  {rule.What,-58} {rule.Cases,7} cases {rule.Violations.Count,4} violations");
            foreach (var violation in rule.Violations.Take(ViolationsShown))
            {
                Line($"      {violation}");
            }
        }

        text.AppendLine();
        foreach (var time in verdict.Times)
        {
            var bound = time.Bound is { } most ? string.Create(
                CultureInfo.InvariantCulture, $"{most.TotalSeconds:0.0} s") : "no bound";
            var broken = time.IsBroken ? "- TOO LONG" : "";
            Line($"time  {time.What,-42} {time.Cases,6} cases, {time.Within,6} within {bound} {broken}");
            Line($"      median {time.Median.TotalSeconds:0.00} s, worst {time.Worst.TotalSeconds:0.00} s");
            Line($"      {time.Where}");
        }

        text.AppendLine();
        Line($"replay: ./dev chaos --minutes {settings.Minutes:0.##} --seed {settings.Seed}");
        return text.ToString();
    }

    public static string Faults(IEnumerable<FaultRecord> records) => string.Join('\n', records
        .OrderBy(record => record.Fault.Number)
        .Select(record => $"{record.Fault} | {record.Victim} {record.Began:HH:mm:ss.fff} – {record.Ended:HH:mm:ss.fff} "
            + record.Note));

    private static string Counts(IEnumerable<string> values) => string.Join(", ", values.GroupBy(value => value)
        .OrderByDescending(same => same.Count()).Select(same => $"{same.Key} {same.Count()}"));

    private static int Repeated(ChaosEvidence evidence) =>
        evidence.Calls.GroupBy<AgentCall, Guid>(call => call.TaskId).Count(same => same.Count() > 1);
}
