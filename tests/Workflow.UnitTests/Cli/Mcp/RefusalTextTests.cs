using Workflow.Cli.Http;
using Workflow.Cli.Mcp;
using Xunit;

namespace Workflow.UnitTests.Cli.Mcp;

public sealed class RefusalTextTests
{
    private static readonly Uri Api = new("http://127.0.0.1:8000");

    [Theory]
    [InlineData("/problems/execution-not-found", "Remedy: list_runs")]
    [InlineData("/problems/authentication-required", "Remedy: set WORKFLOW_TOKEN")]
    [InlineData("https://example.org/problems/backlog-full", "Remedy: wait a little")]
    public void Of_WhenTheKindOfProblemHasARemedy_AddsIt(string type, string remedy)
    {
        var problem = new Problem("Title.", "Detail.", 404, null, type);
        var text = RefusalText.Of(new ApiException(ProblemText.Of(problem, 404)) { Problem = problem }, Api);

        Assert.StartsWith($"Title. (404)\n  Detail.\n  {remedy}", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/problems/input-refused")]
    [InlineData(null)]
    public void Of_WhenTheDetailSaysAll_AddsNothing(string? type)
    {
        var problem = new Problem("Title.", "Detail.", 422, null, type);
        var refusal = new ApiException(ProblemText.Of(problem, 422)) { Problem = problem };

        Assert.Equal("Title. (422)\n  Detail.", RefusalText.Of(refusal, Api));
    }

    [Fact]
    public void Of_WhenTheApiCannotBeReached_NamesItsAddress() =>
        Assert.Contains(
            "Remedy: see that the platform runs (./dev up starts one here) and that http://127.0.0.1:8000/ is its API",
            RefusalText.Of(new UnreachableException("It is away."), Api), StringComparison.Ordinal);
}
