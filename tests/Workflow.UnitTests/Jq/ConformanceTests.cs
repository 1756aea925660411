using Workflow.JqCheck.Conformance;
using Xunit;
using Xunit.Abstractions;

namespace Workflow.UnitTests.Jq;

/// <summary>Runs the jq project's own test files and holds the pass rate that was reached.</summary>
public sealed class ConformanceTests(ITestOutputHelper log)
{
    [ConformanceTheory]
    [InlineData("jq.test")]
    [InlineData("man.test")]
    [InlineData("onig.test")]
    [InlineData("manonig.test")]
    [InlineData("base64.test")]
    public void Evaluate_WhenRunOverTheTestsOfJq_PassesAllInScope(string file)
    {
        var result = ConformanceResult.Of(Path.Combine(ConformanceTheoryAttribute.Folder!, file));
        foreach (var line in result.Lines())
        {
            log.WriteLine(line);
        }

        Assert.Empty(result.Failed);
    }
}
