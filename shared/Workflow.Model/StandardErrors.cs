namespace Workflow.Model;

/// <summary>Error types of the Serverless Workflow DSL 1.0 (dsl.md, "Standard Errors") and our own additions.</summary>
public static class StandardErrors
{
    private const string Dsl = "https://serverlessworkflow.io/spec/1.0.0/errors/";

    /// <summary>How the DSL's conformance kit spells them.</summary>
    private const string DslOfTheKit = "https://serverlessworkflow.io/dsl/errors/types/";
    public const string Configuration = Dsl + "configuration";
    public const string Validation = Dsl + "validation";
    public const string Expression = Dsl + "expression";
    public const string Authentication = Dsl + "authentication";
    public const string Authorization = Dsl + "authorization";
    public const string Timeout = Dsl + "timeout";
    public const string Communication = Dsl + "communication";
    public const string Runtime = Dsl + "runtime";

    /// <summary>A recorded step was not reached by a replay: the definition or the engine changed its path.</summary>
    public const string ReplayMismatch = "/problems/replay-mismatch";

    /// <summary>The run brought its consumer down again and again.</summary>
    public const string Poison = "/problems/poison";

    /// <summary>The child run that a step waited for was cancelled.</summary>
    public const string ChildCancelled = "/problems/child-cancelled";

    /// <summary>The agent was not called, because most of its calls failed lately: worth another try later.</summary>
    public const string AgentUnavailable = "/problems/agent-unavailable";

    /// <summary>The run was not started before its queue deadline.</summary>
    public const string QueueTimeout = "/problems/queue-timeout";

    /// <summary>The database refused what the run wanted to store.</summary>
    public const string Payload = "/problems/payload-refused";

    /// <summary>Whether two types are the same, in either spelling of the DSL's own.</summary>
    public static bool AreSame(string one, string other) =>
        string.Equals(InOneSpelling(one), InOneSpelling(other), StringComparison.Ordinal);

    private static string InOneSpelling(string type) =>
        type.StartsWith(DslOfTheKit, StringComparison.Ordinal) ? Dsl + type[DslOfTheKit.Length..] : type;
}
