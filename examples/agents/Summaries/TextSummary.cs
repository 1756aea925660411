using Workflow.ExampleAgents.Tickets;

namespace Workflow.ExampleAgents.Summaries;

/// <summary>A text to shorten.</summary>
public sealed record TextSummaryRequest(string? Text)
{
    /// <summary>Why the text cannot be read, or null.</summary>
    public static string? Problem(TextSummaryRequest request) => request.Text is null ? "'text' is needed."
        : request.Text.Length > TicketText.CharactersMax
            ? $"'text' has {request.Text.Length} characters; {TicketText.CharactersMax} is the limit."
            : null;
}

/// <summary>Shortens any text in the way tickets are shortened.</summary>
public static class TextSummary
{
    private const int Sentences = 3;
    private const int CharactersMax = 400;

    public static Summary Of(TextSummaryRequest request) =>
        SummaryAgent.Summarise(new SummaryRequest(null, request.Text, Sentences, CharactersMax));
}
