using System.Text.Json.Nodes;

namespace Workflow.Cli.Output;

/// <summary>A column of a table.</summary>
/// <param name="Header">In capitals.</param>
/// <param name="Text">The cell of a row.</param>
internal sealed record Column(string Header, Func<JsonNode, string> Text)
{
    /// <summary>Shows a member.</summary>
    /// <param name="path">Names of members, separated by dots.</param>
    public Column(string header, string path)
        : this(header, row => CellText.Of(row.At(path)))
    {
    }

    /// <summary>Shows a number of milliseconds as a duration.</summary>
    public static Column Duration(string header, string path) =>
        new(header, row => CellText.Duration(row.At(path)));
}
