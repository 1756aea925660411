using Workflow.Api.Http.Fields;

namespace Workflow.Api.Verbs;

/// <summary>What every verb may say.</summary>
public static class VerbFields
{
    public static readonly TextField Reason = new("reason", "Why, for people; kept in the audit log.", 1_000);

    /// <summary>The body of verbs that need nothing else.</summary>
    public static readonly BodyShape Plain = new(Reason) { Example = """{"reason": "The agent is back"}""" };
}
