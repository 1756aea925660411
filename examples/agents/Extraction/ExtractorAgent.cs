using System.Text.RegularExpressions;
using Workflow.ExampleAgents.Tickets;

namespace Workflow.ExampleAgents.Extraction;

/// <summary>Facts found in a ticket, each once, in order of appearance.</summary>
/// <param name="Orders">Order numbers as <c>ORD-</c> and digits, invoices as <c>INV-</c> and digits.</param>
public sealed record Facts(
    IReadOnlyList<string> Orders, IReadOnlyList<string> Emails, IReadOnlyList<Amount> Amounts,
    IReadOnlyList<DateOnly> Dates, IReadOnlyList<string> Products);

/// <summary>Finds order numbers, e-mail addresses, amounts, dates and products in a ticket.</summary>
public static partial class ExtractorAgent
{
    public static Facts Extract(TicketText ticket)
    {
        var text = ticket.Whole;
        return new Facts(
            Orders(text),
            [.. Email().Matches(text).Select(match => match.Value.ToLowerInvariant()).Distinct()],
            Amount.AllIn(text),
            DateReader.AllIn(text, ticket.Received),
            Product.AllIn(text));
    }

    private static List<string> Orders(string text) =>
    [
        .. Order().Matches(text)
            .Select(match => match.Groups["kind"].Value.ToUpperInvariant() is "INV"
                ? $"INV-{match.Groups["number"].Value}"
                : $"ORD-{match.Groups["number"].Value}")
            .Distinct(),
    ];

    [GeneratedRegex(
        @"(?:\b(?<kind>ORD|INV)[- ]?|#|\b(?:order|bestellung|commande|pedido)(?: (?:number|no\.?|nr\.?))?:? #?)"
        + @"(?<number>\d{5,8})\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Order();

    [GeneratedRegex(@"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+\b")]
    private static partial Regex Email();
}
