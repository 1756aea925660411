using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Connections;

namespace Workflow.Cli.Contexts;

/// <summary><c>workflow contexts set</c>.</summary>
internal static class SetContext
{
    public static Command Build()
    {
        var name = ContextsCommand.Name();
        var url = new Option<Uri?>("--url")
        {
            Description = "Root of its API.",
            CustomParser = UrlText.ReadOption,
            HelpName = "URL",
            Required = true,
        };
        var tokenFile = new Option<string?>("--token-file")
        {
            Description = "A file that holds the token; it is read at each call.",
            HelpName = "PATH",
        };
        var tokenInput = new Option<bool>("--token-stdin")
        {
            Description = "Read the token from standard input and keep it in the configuration file.",
        };
        return new FileCommand(
            "set", "Adds a context, or changes it; the first one becomes the current.", (words, file, print) =>
            {
                var context = new NamedContext(
                    words.GetValue(url)!.ToString(), ReadToken(words.GetValue(tokenInput), words.GetValue(tokenFile)),
                    words.GetValue(tokenFile) is { } path ? Path.GetFullPath(path) : null);
                var chosen = words.GetValue(name)!;
                var contexts = new Dictionary<string, NamedContext>(file.Contexts) { [chosen] = context };
                (file with { Contexts = contexts, CurrentContext = file.CurrentContext ?? chosen }).Write();
                print.Told(
                    new JsonObject { ["name"] = chosen, ["url"] = context.Url },
                    () => $"{chosen}: {context.Url} ({file.Path})");
            })
        {
            name, url, tokenFile, tokenInput,
        };
    }

    private static string? ReadToken(bool isGiven, string? file)
    {
        if (isGiven && file is not null)
        {
            throw new InputException("--token-file and --token-stdin both give a token. Give one of them.");
        }

        return isGiven ? Console.In.ReadLine()?.Trim() : null;
    }
}
