using Workflow.Database.Definitions;
using Xunit;

namespace Workflow.UnitTests.Api;

public sealed class SemanticVersionTests
{
    // In the order of semver.org 2.0.0, section 11.
    private static readonly string[] Ascending =
    [
        "0.9.10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
        "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0", "99999999999999999999.0.0",
    ];

    [Fact]
    public void Compare_WhenVersionsAscend_SaysSo()
    {
        for (var i = 0; i < Ascending.Length; i++)
        {
            for (var k = 0; k < Ascending.Length; k++)
            {
                Assert.Equal(
                    Math.Sign(i.CompareTo(k)), Math.Sign(SemanticVersion.Compare(Ascending[i], Ascending[k])));
            }
        }
    }

    [Fact]
    public void Compare_WhenOnlyBuildsDiffer_IsEqual() =>
        Assert.Equal(0, SemanticVersion.Compare("1.0.0+a.1", "1.0.0+b"));
}
