using Workflow.ExampleAgents.Classification;
using Workflow.ExampleAgents.Extraction;
using Workflow.ExampleAgents.Summaries;
using Workflow.ExampleAgents.Tickets;
using Workflow.ExampleAgents.Urgency;
using Xunit;

namespace Workflow.UnitTests.Examples;

/// <summary>Classifier, urgency, extractor and summary.</summary>
public sealed class ReadingAgentTests
{
    [Theory]
    [InlineData("Charged twice", "My card was charged twice on the invoice", "billing")]
    [InlineData("Parcel", "The courier never delivered my parcel", "delivery")]
    [InlineData("Hacked", "An unknown device uses my password", "security")]
    [InlineData("", "It would be great to have a dark mode", "feature-request")]
    public void Classify_WhenPhrasesSpeakForACategory_NamesIt(string subject, string body, string category)
    {
        var result = ClassifierAgent.Classify(new TicketText(subject, body));

        Assert.Equal(category, result.Category);
        Assert.InRange(result.Confidence, 0.3, 1);
        Assert.Equal(result.Scores.Values.Max(), result.Scores[category]);
        Assert.NotEmpty(result.Matched);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("???", "🤔")]
    public void Classify_WhenThereIsNothingToRead_SaysOtherWithoutConfidence(string subject, string body)
    {
        var result = ClassifierAgent.Classify(new TicketText(subject, body));

        Assert.Equal(("other", 0.0), (result.Category, result.Confidence));
    }

    [Fact]
    public void Classify_WhenTwoCategoriesCompete_IsLessConfident()
    {
        var clear = ClassifierAgent.Classify(new TicketText("Refund", "I want a refund and a return"));
        var torn = ClassifierAgent.Classify(new TicketText("Refund", "I want a refund, the parcel and its tracking"));

        Assert.True(torn.Confidence < clear.Confidence);
    }

    [Fact]
    public void Rate_WhenAnEnterpriseReportsAnOutageWithADeadline_IsCritical()
    {
        var rating = UrgencyAgent.Rate(new TicketText(
            "URGENT", "All our sites are down, fix it within one hour", "enterprise"));

        Assert.Equal("critical", rating.Level);
        Assert.Equal(["outage", "urgent_words", "deadline", "tier"], rating.Signals.Select(signal => signal.Name));
    }

    [Fact]
    public void Rate_WhenTheCustomerSaysItIsNotUrgent_IsLow()
    {
        var rating = UrgencyAgent.Rate(new TicketText("Question", "This is not urgent, no rush."));

        Assert.Equal((0, "low"), (rating.Score, rating.Level));
        Assert.DoesNotContain(rating.Signals, signal => signal.Name == "urgent_words");
    }

    [Fact]
    public void Rate_WhenCapitalsAreOrderNumbers_DoesNotTakeThemForShouting() =>
        Assert.Empty(UrgencyAgent.Rate(new TicketText("", "ORD-12345 and ORD-23456, VAT in EUR")).Signals);

    [Fact]
    public void Extract_WhenFactsComeInManyForms_FindsEachOnce()
    {
        var facts = ExtractorAgent.Extract(new TicketText(
            "Order ORD-48213", "Order number 48213 and #55120 with invoice INV-20931. "
            + "Mail A.B@Shop.example, a.b@shop.example. "
            + "Paid 1.249,00 €, $59.00 and 18 EUR on March 4th, 12.03.2026 and 2026-03-12. My Porch Cam and bulbs.",
            Received: new DateOnly(2026, 3, 16)));

        Assert.Equal(["ORD-48213", "ORD-55120", "INV-20931"], facts.Orders);
        Assert.Equal(["a.b@shop.example"], facts.Emails);
        Assert.Equal([new(1249.00m, "EUR"), new(59.00m, "USD"), new(18m, "EUR")], facts.Amounts);
        Assert.Equal([new(2026, 3, 4), new(2026, 3, 12)], facts.Dates);
        Assert.Equal(["Glow Bulb", "Porch Cam"], facts.Products);
    }

    [Theory]
    [InlineData("31 February", 2026)]
    [InlineData("99.99.2026", 2026)]
    [InlineData("4 March", null)]
    public void AllIn_WhenADateDoesNotExistOrHasNoYear_LeavesItOut(string text, int? year) =>
        Assert.Empty(DateReader.AllIn(text, year is { } known ? new DateOnly(known, 1, 1) : null));

    [Fact]
    public void Summarise_WhenOneSentenceHoldsTheTopic_KeepsIt()
    {
        var summary = SummaryAgent.Summarise(new SummaryRequest(
            "Hub reboots", "Hello. My hub reboots every hour since the update of the hub. Kind regards."));

        Assert.Equal("My hub reboots every hour since the update of the hub.", summary.Text);
        Assert.Equal((1, 3), (summary.SentencesKept, summary.SentencesFound));
        Assert.Equal("hub", summary.Keywords[0]);
    }

    [Fact]
    public void Summarise_WhenTheSentenceIsTooLong_CutsAtAWord()
    {
        var body = string.Concat(Enumerable.Repeat("word ", 60));

        var summary = SummaryAgent.Summarise(new SummaryRequest("", body, 1, 40));

        Assert.EndsWith("word…", summary.Text);
        Assert.InRange(summary.Text.Length, 20, 40);
    }

    [Fact]
    public void Summarise_WhenTheBodyIsEmpty_FallsBackToTheSubject() =>
        Assert.Equal("Where is it?", SummaryAgent.Summarise(new SummaryRequest("Where is it?", " ")).Text);
}
