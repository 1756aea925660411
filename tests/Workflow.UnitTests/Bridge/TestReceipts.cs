using Workflow.Bridge.Intake;
using Workflow.Bridge.Options;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.UnitTests.Bridge;

/// <summary>Tasks as they arrive, without a broker.</summary>
internal static class TestReceipts
{
    public static AgentTask Task(Guid? runId = null, string? endpoint = "http://agent.example/") => new(
        Guid.NewGuid(), runId ?? Guid.NewGuid(), "classify", "/do/0/classify", "0", 1, "ClassifierAgent", endpoint,
        RawJson.FromText("{}"), null, 3, DateTimeOffset.UnixEpoch);

    public static Arrival Arrive(AgentTask task, OpenWork work, Assignment? assignment = null)
    {
        work.TryTake(10);
        return new Arrival(task, new Receipt(assignment ?? Assignment(), 1, 10, work), null);
    }

    public static Assignment Assignment() => new(Topics.AgentTasks, 0, new HandBack());

    public static OpenWork Work(int tasksMax = 100) => new(new BridgeOptions { OpenTasksMax = tasksMax });
}
