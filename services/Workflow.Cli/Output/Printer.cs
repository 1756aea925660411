using System.Text.Json.Nodes;

namespace Workflow.Cli.Output;

/// <summary>Prints answers on standard output, in the format that was asked for.</summary>
internal sealed class Printer(OutputFormat format)
{
    public OutputFormat Format { get; } = format;

    public bool IsForPeople => Format == OutputFormat.Table;

    /// <summary>Prints a list.</summary>
    /// <param name="member">Where its rows are; empty when the answer is the list itself.</param>
    public void List(JsonNode? answer, string member, params IReadOnlyList<Column> columns)
    {
        if (!IsForPeople)
        {
            Whole(answer);
            return;
        }

        var rows = member.Length == 0 ? (answer as JsonArray ?? []).OfType<JsonNode>() : answer.RowsAt(member);
        TableText.Print([.. rows], columns);
        if ((answer.TextAt("next") ?? answer.TextAt("next_cursor")) is { } next)
        {
            Console.Error.WriteLine($"There are more: --after {next}, or --all.");
        }
    }

    /// <summary>Prints one thing.</summary>
    public void Record(JsonNode? answer)
    {
        if (IsForPeople && answer is JsonObject facts)
        {
            Console.Out.Write(RecordText.Of(facts));
        }
        else
        {
            Whole(answer);
        }
    }

    /// <summary>Prints lines for people, else the answer.</summary>
    public void Told(JsonNode? answer, Func<string> text)
    {
        if (IsForPeople)
        {
            Console.Out.WriteLine(text());
        }
        else
        {
            Whole(answer);
        }
    }

    private void Whole(JsonNode? answer)
    {
        if (Format == OutputFormat.Yaml)
        {
            Console.Out.Write(YamlText.Of(answer));
        }
        else
        {
            JsonText.Print(answer);
        }
    }
}
