using System.CommandLine;
using System.Text.Json.Nodes;

namespace Workflow.Cli.Contexts;

/// <summary><c>workflow contexts remove</c>.</summary>
internal static class RemoveContext
{
    public static Command Build()
    {
        var name = ContextsCommand.Name();
        return new FileCommand("remove", "Takes a context out of the file.", (words, file, print) =>
        {
            var (chosen, _) = file.Named(words.GetValue(name)!);
            var contexts = file.Contexts.Where(context => context.Key != chosen).ToDictionary();
            var current = file.CurrentContext == chosen ? null : file.CurrentContext;
            (file with { Contexts = contexts, CurrentContext = current }).Write();
            print.Told(new JsonObject { ["name"] = chosen, ["removed"] = true }, () => $"Removed {chosen}.");
        })
        {
            name,
        };
    }
}
