using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary><c>run: workflow</c>, read and refused.</summary>
public class RunTests
{
    [Fact]
    public void Read_WhenEverythingIsGiven_HasIt()
    {
        var task = Text.Task<RunWorkflowTask>(
            "- a: { run: { await: false, workflow: { namespace: n-1, name: w, version: 1.2.0-rc.1, " +
            "input: { x: 1 } } } }");

        Assert.Equal(new WorkflowReference("n-1", "w", "1.2.0-rc.1"), task.Workflow);
        Assert.Equal("""{"x":1}""", Assert.IsType<LiteralTemplate>(task.Input).Value.ToJson());
        Assert.False(task.Await);
        Assert.Equal(StepType.SubWorkflow, task.StepType);
    }

    [Theory]
    [InlineData("- a: { run: { workflow: { namespace: n, name: w } } }")]
    [InlineData("- a: { run: { workflow: { namespace: n, name: w, version: latest }, await: true } }")]
    public void Read_WhenLittleIsGiven_AwaitsTheLatestVersionWithTheTasksOwnInput(string tasks)
    {
        var task = Text.Task<RunWorkflowTask>(tasks);

        Assert.Equal(new WorkflowReference("n", "w", WorkflowReference.Latest), task.Workflow);
        Assert.Null(task.Input);
        Assert.True(task.Await);
    }

    [Theory]
    [InlineData("- a: { run: 5 }", "/do/0/a/run", 2, 15, "`run` must be an object with `workflow`, `shell`, `script`")]
    [InlineData("- a: { run: {} }", "/do/0/a/run", 2, 10, "The property `workflow` is missing")]
    [InlineData(
        "- a: { run: { workflow: x } }",
        "/do/0/a/run/workflow", 2, 27, "`workflow` must be an object with `namespace`, `name`, `version` or `input`")]
    [InlineData(
        "- a: { run: { workflow: { name: w } } }",
        "/do/0/a/run/workflow", 2, 17, "The property `namespace` is missing")]
    [InlineData(
        "- a: { run: { workflow: { namespace: n } } }",
        "/do/0/a/run/workflow", 2, 17, "The property `name` is missing")]
    [InlineData(
        "- a: { run: { workflow: { namespace: n, name: 'no blanks' } } }",
        "/do/0/a/run/workflow/name", 2, 49, "`name` must be 1 to 63 letters, digits and '-'")]
    [InlineData(
        "- a: { run: { workflow: { namespace: n, name: '${ .w }' } } }",
        "/do/0/a/run/workflow/name", 2, 49, "`name` takes plain text, not an expression")]
    [InlineData(
        "- a: { run: { workflow: { namespace: n, name: w, version: 1.0 } } }",
        "/do/0/a/run/workflow/version", 2, 61, "`version` must be a semantic version such as '1.0.0', or `latest`")]
    [InlineData(
        "- a: { run: { workflow: { namespace: n, name: w, version: newest } } }",
        "/do/0/a/run/workflow/version", 2, 61, "or `latest`, but is `newest`")]
    [InlineData(
        "- a: { run: { workflow: { namespace: n, name: w, input: [1] } } }",
        "/do/0/a/run/workflow/input", 2, 59, "`input` must be an object with the child's input")]
    [InlineData(
        "- a: { run: { workflow: { namespace: n, name: w, input: { x: '${ .[ }' } } } }",
        "/do/0/a/run/workflow/input/x", 2, 64, "The expression `.[` is not valid jq")]
    [InlineData(
        "- a: { run: { workflow: { namespace: n, name: w, await: false } } }",
        "/do/0/a/run/workflow/await", 2, 52, "`await` does not stand here; it belongs beside `workflow`")]
    [InlineData(
        "- a: { run: { workflow: { namespace: n, name: w }, await: maybe } }",
        "/do/0/a/run/await", 2, 61, "`await` must be `true` or `false`")]
    [InlineData("- a: { run: { workflwo: {} } }", "/do/0/a/run/workflwo", 2, 17, "did you mean `workflow`?")]
    public void Read_WhenARunIsWrong_SaysWhereAndWhat(
        string tasks, string pointer, int line, int column, string message)
    {
        var errors = Text.Errors(Text.Tasks(tasks));
        var error = errors.First(found => found.Pointer == pointer);

        Assert.Equal((line, column), (error.Line - Text.HeaderLines, error.Column));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
