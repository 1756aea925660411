using Workflow.Cli.Mcp;
using Xunit;

namespace Workflow.UnitTests.Cli.Mcp;

public sealed class ArgumentsTests
{
    [Fact]
    public void Query_WhenSomeParametersHaveAValue_WritesThoseAndEscapesThem() =>
        Assert.Equal(
            "runs?status=a%2Cb&limit=5",
            Arguments.Query("runs", ("status", "a,b"), ("workflow", null), ("limit", 5)));

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("schlüssel")]
    public void Key_WhenAHeaderCannotCarryIt_IsRefused(string key) =>
        Assert.Contains(
            "Give 1 to 255 printable ASCII characters.",
            Assert.Throws<ArgumentRefusedException>(() => Arguments.Key(key)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("greet-ann")]
    [InlineData(null)]
    public void Key_WhenItCanBeSent_StaysAsItIs(string? key) => Assert.Equal(key, Arguments.Key(key));

    [Fact]
    public void Within_WhenANumberIsTooLarge_NamesItsBounds() =>
        Assert.Equal(
            "limit is 101. Give a number from 1 to 100.",
            Assert.Throws<ArgumentRefusedException>(() => Arguments.Within("limit", 101, 1, 100)).Message);
}
