using System.CommandLine;
using System.CommandLine.Parsing;

namespace Workflow.Cli.Calls;

/// <summary>Options that take one of a few words; shells complete them.</summary>
internal static class Choices
{
    public static Option<T> Among<T>(this Option<T> option, params string[] words)
    {
        option.CompletionSources.Add(words);
        option.Validators.Add(given => Check(given, option.Name, words));
        return option;
    }

    public static Argument<T> Among<T>(this Argument<T> argument, params string[] words)
    {
        argument.CompletionSources.Add(words);
        argument.Validators.Add(given => Check(given, argument.Name, words));
        return argument;
    }

    private static void Check(SymbolResult given, string name, string[] words)
    {
        foreach (var token in given.Tokens.Where(token => !words.Contains(token.Value)))
        {
            given.AddError($"{name} '{token.Value}': give {string.Join(", ", words[..^1])} or {words[^1]}.");
        }
    }
}
