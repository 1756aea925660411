using Workflow.Execution.Errors;
using Xunit;

namespace Workflow.UnitTests.Execution;

public class WorkflowErrorTests
{
    [Theory]
    [InlineData("The call failed.", "It answered 503.", "The call failed. It answered 503.")]
    [InlineData("Nothing to triage", "The input needs tickets.", "Nothing to triage: The input needs tickets.")]
    [InlineData("Nothing to triage", null, "Nothing to triage")]
    [InlineData("", "Only this.", " Only this.")]
    public void Message_OfTitleAndDetail_ReadsAsSentences(string title, string? detail, string expected) =>
        Assert.Equal(expected, new WorkflowError("about:blank", 500, title, detail, null).Message);
}
