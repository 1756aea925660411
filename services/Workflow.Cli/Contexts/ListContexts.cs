using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Output;

namespace Workflow.Cli.Contexts;

/// <summary><c>workflow contexts list</c>. Tokens are not shown.</summary>
internal static class ListContexts
{
    private static readonly Column[] Columns =
    [
        new("CURRENT", row => row.TextAt("current") == "true" ? "*" : ""), new("NAME", "name"), new("URL", "url"),
        new("TOKEN", "token"),
    ];

    public static Command Build() => new FileCommand("list", "Lists the contexts.", (_, file, print) =>
    {
        var rows = file.Contexts.OrderBy(context => context.Key, StringComparer.Ordinal).Select(context =>
            (JsonNode)new JsonObject
            {
                ["name"] = context.Key,
                ["url"] = context.Value.Url,
                ["current"] = context.Key == file.CurrentContext,
                ["token"] = context.Value switch
                {
                    { TokenFile: { } path } => $"in {path}",
                    { Token: not null } => "in the file",
                    _ => null,
                },
            });
        print.List(
            new JsonObject { ["file"] = file.Path, ["contexts"] = new JsonArray([.. rows]) }, "contexts", Columns);
    });
}
