using System.Text.Json.Nodes;
using Spectre.Console;

namespace Workflow.Cli.Output;

/// <summary>Rows of an answer as columns: drawn in a terminal, aligned by spaces elsewhere.</summary>
internal static class TableText
{
    private const string Gap = "  ";

    public static void Print(IReadOnlyList<JsonNode> rows, IReadOnlyList<Column> columns)
    {
        var cells = rows.Select(row => columns.Select(column => column.Text(row)).ToArray()).ToList();
        if (Terminal.IsRich)
        {
            Draw(cells, columns);
            return;
        }

        Console.Out.Write(Plain(cells, [.. columns.Select(column => column.Header)]));
    }

    /// <summary>One line per row, the headers first; nothing is cut.</summary>
    public static string Plain(IReadOnlyList<string[]> rows, IReadOnlyList<string> headers)
    {
        var widths = headers.Select(
            (header, i) => rows.Select(row => row[i].Length).Append(header.Length).Max()).ToArray();
        var lines = rows.Prepend([.. headers]).Select(
            row => string.Join(Gap, row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd() + "\n");
        return string.Concat(lines);
    }

    private static void Draw(List<string[]> rows, IReadOnlyList<Column> columns)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var column in columns)
        {
            // Ids are for copying: the terminal breaks lines, we do not.
            var head = new TableColumn(new Text(column.Header, new Style(decoration: Decoration.Bold)));
            table.AddColumn(column.Header is "ID" or "STATUS" ? head.NoWrap() : head);
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select((cell, i) => new Text(cell, StyleOf(columns[i].Header, cell))));
        }

        AnsiConsole.Write(table);
    }

    private static Style StyleOf(string header, string cell) => (header, cell) switch
    {
        ("STATUS", "completed" or "up" or "active" or "done") => new Style(Color.Green),
        ("STATUS", "failed" or "cancelled" or "down") => new Style(Color.Red),
        ("STATUS", "running" or "pending") => new Style(Color.Blue),
        ("ERROR", _) => new Style(Color.Red),
        _ => Style.Plain,
    };
}
