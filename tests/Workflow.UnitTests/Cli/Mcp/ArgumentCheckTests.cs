using System.Text.Json;
using ModelContextProtocol.Protocol;
using Workflow.Cli.Mcp;
using Xunit;

namespace Workflow.UnitTests.Cli.Mcp;

public sealed class ArgumentCheckTests
{
    private static readonly Tool Start = new()
    {
        Name = "start_run",
        InputSchema = JsonSerializer.Deserialize<JsonElement>("""
            {"type": "object", "required": ["workflow"], "properties": {
              "workflow": {"type": "string", "description": "Id or name of the workflow."},
              "wait_seconds": {"type": "integer"},
              "input": {"type": ["object", "null"]}}}
            """),
    };

    [Theory]
    [InlineData("""{"workflow": "greets"}""")]
    [InlineData("""{"workflow": "greets", "wait_seconds": 5, "input": null}""")]
    [InlineData("""{"workflow": "greets", "input": {"a": 1}}""")]
    public void Find_WhenArgumentsFitTheSchema_FindsNothing(string arguments) => Assert.Null(Find(arguments));

    [Theory]
    [InlineData("""{}""", "start_run needs the argument 'workflow': Id or name of the workflow.")]
    [InlineData("""{"workflow": 7}""", "workflow is 7; give it as string.")]
    [InlineData("""{"workflow": "a", "wait_seconds": 1.5}""", "wait_seconds is 1.5; give it as integer.")]
    [InlineData("""{"workflow": "a", "wait_seconds": 9999999999}""", "wait_seconds is 9999999999; give it as integer.")]
    [InlineData("""{"workflow": "a", "input": [1]}""", "input is [1]; give it as object or null.")]
    [InlineData(
        """{"workflow": "a", "wait": 5}""",
        "start_run takes no argument 'wait'. It takes: workflow, wait_seconds, input.")]
    public void Find_WhenAnArgumentIsWrong_NamesItAndTheRemedy(string arguments, string mistake) =>
        Assert.Equal(mistake, Find(arguments));

    [Fact]
    public void Find_WhenThereAreNoArgumentsAtAll_NamesTheOneThatIsNeeded() =>
        Assert.StartsWith("start_run needs", ArgumentCheck.Find(Start, null), StringComparison.Ordinal);

    private static string? Find(string arguments) =>
        ArgumentCheck.Find(Start, JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments));
}
