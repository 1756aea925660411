using System.Globalization;
using System.Text;

namespace Workflow.JqBench;

/// <summary>Tickets as a workflow might get them: the same number gives the same ticket.</summary>
internal static class Samples
{
    private static readonly string[] Statuses = ["open", "closed", "waiting", "escalated"];
    private static readonly string[] Plans = ["free", "pro", "enterprise"];
    private static readonly string[] Words =
        ["printer", "invoice", "login", "refund", "the", "slow", "cannot", "café", "again", "please", "\\\"urgent\\\""];

    public static string Ticket(int id)
    {
        var random = new Random(id);
        var text = string.Join(' ', Enumerable.Range(0, random.Next(5, 15)).Select(_ => Pick(random, Words)));
        var amount = (random.Next(1, 100_000) / 100m).ToString(CultureInfo.InvariantCulture);
        return $$"""
            {"id":{{id}},"status":"{{Pick(random, Statuses)}}","priority":{{random.Next(1, 6)}},"amount":{{amount}},
            "customer":{"name":"Customer {{random.Next(500)}}","plan":"{{Pick(random, Plans)}}","active":true},
            "tags":["{{Pick(random, Words[..4])}}","{{Pick(random, Words[..4])}}"],"text":"{{text}}","assignee":null}
            """;
    }

    public static string Array(int count) =>
        new StringBuilder("[").AppendJoin(",\n", Enumerable.Range(1, count).Select(Ticket)).Append(']').ToString();

    /// <summary>Writes an array of about that many bytes.</summary>
    public static void Write(string path, int bytes)
    {
        using var file = new StreamWriter(path);
        file.Write('[');
        var written = 0;
        for (var id = 1; written < bytes; id++)
        {
            var ticket = (id == 1 ? "" : ",\n") + Ticket(id);
            file.Write(ticket);
            written += Encoding.UTF8.GetByteCount(ticket);
        }

        file.Write(']');
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
