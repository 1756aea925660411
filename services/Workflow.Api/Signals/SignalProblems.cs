using Workflow.Api.Http;
using Workflow.Database.Signals;

namespace Workflow.Api.Signals;

/// <summary>Errors about signals and decisions.</summary>
public static class SignalProblems
{
    private const int StepsShown = 50;

    public static Problem TooLarge(int bytes, int max) => new(
        ProblemTypes.SignalTooLarge,
        $"data has {bytes} bytes; {max} are allowed. Send a reference to big data instead, or raise "
        + "WORKFLOW_SIGNAL_DATA_BYTES_MAX.")
    {
        Facts = new() { ["data_bytes_max"] = max },
    };

    public static Problem TooMany(Guid runId, int max) => new(
        ProblemTypes.TooManySignals,
        $"Execution {runId} has {max} signals that it has not taken in, the most that are kept; send again when it has "
        + "listened, or look with GET …/explain what it waits for.")
    {
        Facts = new() { ["execution_id"] = runId, ["unread_max"] = max },
        RetryAfterSeconds = 5,
    };

    public static Problem Reserved(string type) => Problems.InvalidBody(
    [
        new ProblemError(
            "/type", null, null, $"'{type}' is one of the platform's own types; decisions are sent to …/approvals.",
            "a type that does not begin with workflow."),
    ]);

    public static Problem NotPublished(string reason) => new(
        ProblemTypes.BrokerUnavailable,
        $"The broker did not take the event ({reason}); send it again in a moment, with the same id.")
    {
        RetryAfterSeconds = 5,
    };

    public static Problem NotWaiting(string step, IReadOnlyList<OpenApproval> open) => new(
        ProblemTypes.StepNotOpen,
        $"No step '{step}' waits for a decision; "
        + (open.Count == 0 ? "none does." : $"those that do: {string.Join(", ", Shown(open))}."))
    {
        Facts = new() { ["open"] = Shown(open) },
    };

    public static Problem Several(string step, IReadOnlyList<OpenApproval> meant) => new(
        ProblemTypes.AmbiguousStep,
        $"'{step}' may be any of {string.Join(", ", Shown(meant))}; give step_path and iteration of one.")
    {
        Facts = new() { ["open"] = Shown(meant) },
    };

    private static string[] Shown(IReadOnlyList<OpenApproval> steps) =>
        [.. steps.Take(StepsShown).Select(step => $"{step.Key.Path} (iteration {step.Key.Iteration})")];
}
