using Workflow.Api.Http.Fields;

namespace Workflow.Api.Executions;

/// <summary>What a cancellation may say, on every surface; nothing at all is fine.</summary>
public static class CancelBody
{
    public static readonly TextField Reason = new(
        "reason", "Why, for people; becomes the execution's error message.", 1_000);

    public static readonly BodyShape Shape = new(Reason) { Example = """{"reason": "Started by mistake"}""" };
}
