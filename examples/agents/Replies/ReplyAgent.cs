using Workflow.ExampleAgents.Text;
using Workflow.ExampleAgents.Tickets;

namespace Workflow.ExampleAgents.Replies;

/// <summary>What a reply is drafted from.</summary>
/// <param name="Customer">Name to greet; a neutral greeting without it.</param>
/// <param name="Order">Order the ticket is about, if one was found.</param>
public sealed record ReplyRequest(
    string? Subject, string? Body, string? Category, string? Language = null, string? Customer = null,
    string? Order = null)
{
    /// <summary>Why no reply can be drafted, or null: a ticket that says nothing needs a person.</summary>
    public static string? Problem(ReplyRequest request)
    {
        if (request.Category is null)
        {
            return "'category' is needed.";
        }

        return TicketText.Problem(new TicketText(request.Subject, request.Body))
            ?? (Words.Of(request.Body!).Count == 0 ? "The ticket has no text to reply to." : null);
    }
}

/// <summary>A draft in the customer's language.</summary>
public sealed record Reply(string Text, string Language, bool MentionsOrder);

/// <summary>Drafts a short reply from the category's template.</summary>
public static class ReplyAgent
{
    public static Reply Draft(ReplyRequest request)
    {
        var template = ReplyTemplate.Of(request.Language);
        var customer = request.Customer?.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        var parts = new List<string> { template.Greet(customer), template.ActionFor(request.Category!) };
        if (request.Order is not null)
        {
            parts.Add(template.Mention(request.Order));
        }

        parts.Add(template.Closing);
        return new Reply(string.Join(' ', parts), template.Language, request.Order is not null);
    }
}
