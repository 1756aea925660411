using Workflow.ChaosTests.Agents;
using Workflow.ChaosTests.Evidence;
using Workflow.ChaosTests.Faults;
using Workflow.ChaosTests.Load;

namespace Workflow.ChaosTests.Proof;

/// <summary>Evidence as a flawless platform leaves it, for tests to spoil: a run of two local steps, one with a call,
/// one that was cancelled, one started by message.</summary>
internal static class Fabricated
{
    public const string Owner = "consumer-1.1";

    public static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid Short = Id(1);
    public static readonly Guid Long = Id(2);
    public static readonly Guid Cancelled = Id(3);
    public static readonly Guid Foreign = Id(4);
    public static readonly Guid CallTask = Id(12);
    public static readonly Guid CancelledTask = Id(13);

    public static ChaosEvidence Good() => new()
    {
        Starts =
        [
            Started(1, "short", Short), Started(2, "call", Long), Started(3, "sleep", Cancelled),
            new StartRecord(4, "foreign", Foreign.ToString(), Foreign, At(0), null, null, Place(4), null)
            {
                IsByMessage = true,
            },
        ],
        Verbs = [new VerbRecord(Cancelled, VerbRecord.Cancel, At(3), At(4.1), 200)],
        Runs =
        [
            Run(Short, "short", "COMPLETED", 2, """{"n":1,"b":3}""", "chaos-1"),
            Run(Long, "call", "COMPLETED", 3, """{"a":21,"n":2}""", "chaos-2"),
            Run(Cancelled, "sleep", "CANCELLED", 3, null, "chaos-3"),
            Run(Foreign, "foreign", "COMPLETED", 1, """{"n":4,"a":41}""", null),
        ],
        RunChanges =
        [
            Change(1, Short, null, "PENDING", 0, 0, 0, "api.1"), Change(2, Short, "PENDING", "COMPLETED", 0, 2, 1),
            Change(3, Long, null, "PENDING", 0, 0, 0, "api.1"), Change(4, Long, "PENDING", "RUNNING", 0, 1, 1),
            Change(5, Long, "RUNNING", "COMPLETED", 1, 3, 4),
            Change(6, Cancelled, null, "PENDING", 0, 0, 0, "api.1"),
            Change(7, Cancelled, "PENDING", "RUNNING", 0, 2, 1),
            Change(8, Cancelled, "RUNNING", "CANCELLED", 2, 3, 4, "api.1"),
            Change(9, Foreign, null, "PENDING", 0, 0, 0), Change(10, Foreign, "PENDING", "COMPLETED", 0, 1, 2),
        ],
        Steps =
        [
            Step(Short, "one"), Step(Short, "two"), Step(Long, "try-a"), Step(Long, "a", CallTask), Step(Foreign, "a"),
            Step(Cancelled, "sleep"), Step(Cancelled, "a", CancelledTask) with { Status = "CANCELLED" },
        ],
        StepChanges =
        [
            Changed(Step(Long, "a", CallTask), null, "RUNNING", 1),
            Changed(Step(Long, "a", CallTask), "RUNNING", "COMPLETED", 3),
            Changed(Step(Cancelled, "a", CancelledTask), null, "RUNNING", 1),
            Changed(Step(Cancelled, "a", CancelledTask), "RUNNING", "CANCELLED", 4),
        ],
        ShardChanges = [Taken(1, 1, Owner, null, -5)],
        Calls =
        [
            Call(CallTask, Long, 2, 2.5, AgentCall.Answered), Call(CancelledTask, Cancelled, 2, 4.2, AgentCall.Aborted),
        ],
        Fires =
        [
            new FireRow(Id(60), TimeSpan.FromSeconds(2), At(2), "skipped", null, At(2.1)),
            new FireRow(Id(60), TimeSpan.FromSeconds(2), At(4), "skipped", null, At(4.1)),
        ],
        Watches = [new WatchRecord(Long, [1, 2, 3], true, 1)],
        Events = [new EventSeen(Long, 3, "completed"), new EventSeen(Cancelled, 3, "cancelled")],
        Garbage = [new GarbageRecord("garbage-1", "workflow.agent.tasks", At(1), true)],
        Letters = ["""{"body": "garbage-1"}"""],
        Offsets = [new OffsetRow("group", "workflow.execution.requests", 0, 7, 7)],
    };

    public static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    public static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    public static RunChange Change(
        long order, Guid run, string? before, string? after, long from, long to, double at, string writer = Owner) =>
        new(order, run, before, after, from, to, writer, Owner, At(at));

    public static ShardChange Taken(long order, long epoch, string? owner, string? before, double at) =>
        new(order, 0, epoch, Id(100 + (int)epoch), owner, before, At(at));

    public static AgentCall Call(Guid task, Guid run, double from, double to, string outcome) =>
        new(AgentServer.Work, task, run, "a", 1, task.ToString(), At(from), At(to), outcome);

    public static StepChange Changed(StepRow step, string? before, string after, double at) =>
        new(step.Place, step.Step, step.TaskId, before, after, Owner, At(at));

    public static StepRow Step(Guid run, string name, Guid? task = null, int attempt = 1) =>
        new(new StepPlace(run, $"/do/{name}", "0", attempt), name, task, "COMPLETED", false);

    public static FaultRecord Fault(FaultKind kind, string target, double from, double to, string victim = "") => new(
        new Fault(1, kind, target, TimeSpan.Zero, TimeSpan.FromSeconds(to - from)), victim, At(from), At(to), "");

    private static StartRecord Started(int number, string kind, Guid run) =>
        new(number, kind, $"chaos-{number}", run, At(-0.1), At(0.1), null, null, null);

    private static MessagePlace Place(int number) => new("workflow.execution.requests", 0, number);

    private static RunRow Run(Guid run, string name, string status, long revision, string? output, string? key) =>
        new(run, name, status, 0, key, null, null, output, null, revision, 0, At(0), At(1), At(4));
}
