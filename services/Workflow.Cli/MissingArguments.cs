using System.CommandLine;
using System.CommandLine.Parsing;

namespace Workflow.Cli;

/// <summary>Says which arguments a command still needs: the parser's own message names only the command.</summary>
internal static class MissingArguments
{
    /// <returns>Whether that is what is wrong, and was said.</returns>
    public static bool Tell(ParseResult call, TextWriter output)
    {
        var missing = call.Errors.Select(error => error.SymbolResult).OfType<ArgumentResult>()
            .Where(result => result.Tokens.Count == 0 && result.Parent is CommandResult).ToList();
        if (missing.Count == 0 || missing.Count < call.Errors.Count)
        {
            return false;
        }

        foreach (var argument in missing.Select(result => result.Argument))
        {
            output.WriteLine($"<{argument.Name}> is missing: {argument.Description}");
        }

        output.WriteLine($"Usage: {UsageOf(call.CommandResult)}; --help tells more.");
        return true;
    }

    private static string UsageOf(CommandResult result)
    {
        var words = result.Command.Arguments.Select(argument =>
            argument.Arity.MinimumNumberOfValues > 0 ? $"<{argument.Name}>" : $"[<{argument.Name}>]");
        var (path, at) = (result.Command.Name, result.Parent as CommandResult);
        for (; at is not null; at = at.Parent as CommandResult)
        {
            path = $"{at.Command.Name} {path}";
        }

        return string.Join(' ', words.Prepend(path));
    }
}
