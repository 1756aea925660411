using System.CommandLine;
using System.Text.Json.Nodes;

namespace Workflow.Cli.Contexts;

/// <summary><c>workflow contexts use</c>.</summary>
internal static class UseContext
{
    public static Command Build()
    {
        var name = ContextsCommand.Name();
        return new FileCommand("use", "Makes a context the current one.", (words, file, print) =>
        {
            var (chosen, context) = file.Named(words.GetValue(name)!);
            (file with { CurrentContext = chosen }).Write();
            print.Told(new JsonObject { ["name"] = chosen, ["url"] = context.Url }, () => $"{chosen}: {context.Url}");
        })
        {
            name,
        };
    }
}
