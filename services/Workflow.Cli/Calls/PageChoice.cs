using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Output;

namespace Workflow.Cli.Calls;

/// <summary>The options of commands that list: how much, from where on, or everything.</summary>
internal sealed class PageChoice
{
    public Option<int?> Limit { get; } = new("--limit")
    {
        Description = "Most rows of the page.",
        HelpName = "N",
    };

    public Option<string?> After { get; } = new("--after")
    {
        Description = "Go on after this cursor, which the page before has told.",
        HelpName = "CURSOR",
    };

    public Option<bool> All { get; } = new("--all") { Description = "Read page after page to the end." };

    public Command AddTo(Command command)
    {
        command.Options.Add(Limit);
        command.Options.Add(After);
        command.Options.Add(All);
        return command;
    }

    /// <summary>Reads a page, or all of them as one.</summary>
    /// <param name="member">Where the rows are.</param>
    /// <param name="sizeName">What the route calls the size of a page.</param>
    /// <param name="cursorName">What the route calls the place to go on from.</param>
    public async Task<JsonNode?> ReadAsync(
        ApiCall call, string path, string member, IEnumerable<(string Name, object? Value)> filters,
        string sizeName = "limit", string cursorName = "after")
    {
        var size = (sizeName, (object?)call.Value(Limit));
        var after = call.Value(After);
        var first = await call.GetAsync(Query.Of(path, [.. filters, size, (cursorName, after)]));
        if (!call.Value(All) || first is not JsonObject whole || whole[member] is not JsonArray rows)
        {
            return first;
        }

        while ((whole.TextAt("next") ?? whole.TextAt("next_cursor")) is { } next)
        {
            var page = await call.GetAsync(Query.Of(path, [.. filters, size, (cursorName, next)]));
            foreach (var row in page.RowsAt(member))
            {
                rows.Add(row.DeepClone());
            }

            var cursor = whole.ContainsKey("next") ? "next" : "next_cursor";
            whole[cursor] = page.At(cursor)?.DeepClone();
        }

        return whole;
    }
}
