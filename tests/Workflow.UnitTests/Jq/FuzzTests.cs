using Workflow.JqCheck.Fuzz;
using Xunit;

namespace Workflow.UnitTests.Jq;

/// <summary>Random programs and texts end by an output or an error of the library, never by anything else;
/// <c>./dev jq-check fuzz</c> tries many more.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void Builtins_InEveryProcess_StandInTheSameOrder() =>
        Assert.Equal("true", Outputs.Of("builtins == (builtins | sort)"));

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    public void Evaluate_WhenProgramsAndInputsAreRandom_Ends(int seed)
    {
        for (var number = 0; number < 240; number++)
        {
            var outcome = FuzzOutcome.Of(FuzzCase.Of(seed, number));
            Assert.True(outcome.Crash is null, $"seed {seed}, case {number}: {outcome.Crash}");
        }
    }
}
