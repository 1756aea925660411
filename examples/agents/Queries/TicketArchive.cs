using System.Text.Json;
using Workflow.ExampleAgents.Text;

namespace Workflow.ExampleAgents.Queries;

/// <summary>A ticket with the stems of its words.</summary>
public sealed record ArchivedTicket(
    string Id, string Subject, IReadOnlySet<string> SubjectStems, IReadOnlySet<string> Stems);

/// <summary>The tickets of the triage example, which are built into this service.</summary>
public static class TicketArchive
{
    private const string Resource = "tickets.json";

    public static IReadOnlyList<ArchivedTicket> All { get; } = Read();

    private static List<ArchivedTicket> Read()
    {
        using var stream = typeof(TicketArchive).Assembly.GetManifestResourceStream(Resource)!;
        using var json = JsonDocument.Parse(stream);
        return [.. json.RootElement.GetProperty("tickets").EnumerateArray().Select(Of)];
    }

    private static ArchivedTicket Of(JsonElement ticket)
    {
        var subject = ticket.GetProperty("subject").GetString()!;
        return new ArchivedTicket(
            ticket.GetProperty("id").GetString()!, subject, Words.StemsOf(subject).ToHashSet(),
            Words.StemsOf($"{subject}\n{ticket.GetProperty("body").GetString()}").ToHashSet());
    }
}
