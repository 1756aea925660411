using Workflow.ExampleAgents.Text;
using Xunit;

namespace Workflow.UnitTests.Examples;

public sealed class TextTests
{
    [Theory]
    [InlineData("charges", "charg")]
    [InlineData("charged", "charg")]
    [InlineData("charging", "charg")]
    [InlineData("deliveries", "delivery")]
    [InlineData("stopped", "stop")]
    [InlineData("address", "address")]
    [InlineData("boxes", "box")]
    [InlineData("urgently", "urgent")]
    [InlineData("is", "is")]
    public void Stem_WhenAWordHasAnEnding_CutsIt(string word, string stem) => Assert.Equal(stem, Stemmer.Stem(word));

    [Fact]
    public void Of_WhenTextHasPunctuationAndEmoji_KeepsTheWords() =>
        Assert.Equal(["i", "cant", "log", "in", "since", "2", "days"], Words.Of("I can't log-in 😡 since 2 days!!!"));

    [Fact]
    public void Of_WhenASentenceHoldsAnAbbreviationOrANumber_DoesNotSplitThere() =>
        Assert.Equal(
            ["It costs 4.50 EUR, e.g. in Leeds.", "Why?", "Bye"],
            Sentences.Of("It costs 4.50 EUR, e.g. in Leeds. Why?\n\n  Bye"));

    [Theory]
    [InlineData("Guten Tag, die Rechnung ist nicht richtig und ich warte", "de")]
    [InlineData("Bonjour, je ne trouve pas la facture", "fr")]
    [InlineData("Hola, el pedido no es para mi", "es")]
    [InlineData("Where is my parcel?", "en")]
    [InlineData("", "en")]
    public void Of_WhenSmallWordsSpeakForALanguage_NamesIt(string text, string language) =>
        Assert.Equal(language, Language.Of(Words.Of(text)));

    [Fact]
    public void CountIn_WhenThePhraseComesInAnotherForm_FindsItByItsStems() =>
        Assert.Equal(2, new Phrase("charged twice").CountIn(Words.StemsOf("Charged twice! You charge twice?")));

    [Fact]
    public void TakeFrom_WhenThePhraseIsThere_HidesItsWordsFromOthers()
    {
        var stems = Words.StemsOf("this is not urgent");

        Assert.True(new Phrase("not urgent").TakeFrom(stems));
        Assert.Equal(-1, new Phrase("urgent").IndexIn(stems));
    }
}
