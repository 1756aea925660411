using System.CommandLine;
using System.CommandLine.Parsing;

namespace Workflow.Cli.Runs;

/// <summary>Arguments that are ids, such as those of runs.</summary>
internal static class RunIds
{
    /// <param name="what">What has that id, such as <c>run</c>.</param>
    public static Argument<Guid> One(string what = "run", string name = "id") => new(name)
    {
        Description = $"Id of the {what}.",
        CustomParser = argument => Read(argument, what, argument.Tokens.Count == 1 ? argument.Tokens[0].Value : ""),
    };

    public static Argument<Guid[]> Many(string what = "run") => new("id")
    {
        Description = $"Ids of {what}s.",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = argument => [.. argument.Tokens.Select(token => Read(argument, what, token.Value))],
    };

    private static Guid Read(ArgumentResult argument, string what, string text)
    {
        if (!Guid.TryParseExact(text, "D", out var id))
        {
            argument.AddError(
                $"'{text}' is no id of a {what}. Give a UUID such as 01a1f901-e482-79a8-bccc-a4bef79a0bfc; "
                + $"the list command tells them.");
        }

        return id;
    }
}
