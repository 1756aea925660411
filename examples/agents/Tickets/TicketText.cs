namespace Workflow.ExampleAgents.Tickets;

/// <summary>What most agents read: a support ticket.</summary>
/// <param name="Tier">Contract of the customer: free, plus, gold or enterprise.</param>
/// <param name="Received">Day it came in; gives dates without a year their year.</param>
public sealed record TicketText(string? Subject, string? Body, string? Tier = null, DateOnly? Received = null)
{
    /// <summary>Longest text an agent takes.</summary>
    public const int CharactersMax = 100_000;

    public string Whole => $"{Subject}\n{Body}";

    /// <summary>Why the ticket cannot be read, or null. Empty texts are fine, absent ones are not.</summary>
    public static string? Problem(TicketText ticket)
    {
        if (ticket.Subject is null || ticket.Body is null)
        {
            return "'subject' and 'body' are needed, both texts; either may be empty.";
        }

        return ticket.Whole.Length > CharactersMax
            ? $"subject and body have {ticket.Whole.Length} characters; {CharactersMax} is the limit."
            : null;
    }
}
