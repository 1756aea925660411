using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Texts;

/// <summary>Parts of texts: none begins or ends with half of a character.</summary>
public sealed class ExcerptTests
{
    [Theory]
    [InlineData("", 1, "")]
    [InlineData("ab", 2, "ab")]
    [InlineData("abc", 2, "ab…")]
    [InlineData("a😀", 3, "a😀")]
    [InlineData("a😀b", 3, "a😀…")]
    [InlineData("a😀b", 2, "a…")]
    [InlineData("😀", 1, "…")]
    [InlineData("😀😀", 3, "😀…")]
    public void Of_WhenTheCutIsBeforeWithinOrAfterAPair_TellsWholeCharacters(string text, int max, string told) =>
        Assert.Equal(told, Excerpt.Of(text, max));

    [Theory]
    [InlineData("", 1, "")]
    [InlineData("ab", 2, "ab")]
    [InlineData("abc", 2, "ab")]
    [InlineData("a😀b", 3, "a😀")]
    [InlineData("a😀b", 2, "a")]
    [InlineData("😀", 1, "")]
    public void Start_WhenTheCutIsBeforeWithinOrAfterAPair_GivesWholeCharacters(string text, int max, string start) =>
        Assert.Equal(start, Excerpt.Start(text, max));

    [Theory]
    [InlineData("", 1, "")]
    [InlineData("ab", 2, "ab")]
    [InlineData("abc", 2, "bc")]
    [InlineData("a😀b", 3, "😀b")]
    [InlineData("a😀b", 2, "b")]
    [InlineData("a😀", 1, "")]
    [InlineData("😀😀", 3, "😀")]
    public void End_WhenTheCutIsBeforeWithinOrAfterAPair_GivesWholeCharacters(string text, int max, string end) =>
        Assert.Equal(end, Excerpt.End(text, max));
}
