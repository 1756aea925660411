using System.Diagnostics;
using System.Diagnostics.Metrics;
using Workflow.Bridge.Agents;
using Workflow.Model;

namespace Workflow.Bridge.Calls;

/// <summary>What calls of agents count, in the meter <c>Workflow.Bridge</c>, and their spans.</summary>
internal static class CallInstruments
{
    private static readonly Meter Meter = new("Workflow.Bridge");

    private static readonly UpDownCounter<long> Open = Meter.CreateUpDownCounter<long>(
        "workflow.agent.calls.open", "{call}", "Calls of agents that run or wait for a place.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "workflow.agent.call.duration", "s", "How long an agent took to answer, by agent and outcome.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
        });

    public static Activity? Begin(OpenCall call)
    {
        Open.Add(1);
        return Tracing.BeginBelow(call.TraceParent, $"call {call.Task.Agent}", ActivityKind.Consumer)
            ?.SetTag("workflow.run_id", call.Task.RunId.ToString())
            .SetTag("workflow.task_id", call.Task.TaskId.ToString())
            .SetTag("workflow.agent", call.Task.Agent)
            .SetTag("workflow.step.attempt", call.Task.Attempt);
    }

    public static void Answered(string agent, AgentAnswer answer, TimeSpan took)
    {
        Duration.Record(
            took.TotalSeconds, KeyValuePair.Create<string, object?>("agent", agent),
            KeyValuePair.Create<string, object?>("outcome", OutcomeOf(answer)));
        if (answer.Error is { } error)
        {
            Activity.Current?.SetStatus(ActivityStatusCode.Error, error.Title);
        }
    }

    private static string OutcomeOf(AgentAnswer answer) =>
        answer.Error is not null ? "failed" : answer.AcceptedFor is null ? "completed" : "accepted";

    public static void Left() => Open.Add(-1);
}
