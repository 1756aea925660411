using System.Text;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Checks URIs in which <c>{name}</c> stands for a value (RFC 6570, simple string expansion only).</summary>
internal static class UriTemplate
{
    private const string Operators = "+#./;?&=,!@|";

    /// <summary>What is wrong with it; null when it can be expanded and called.</summary>
    public static string? Problem(string template)
    {
        var sample = new StringBuilder();
        for (var rest = template.AsSpan(); ; )
        {
            var brace = rest.IndexOfAny('{', '}');
            if (brace < 0)
            {
                sample.Append(rest);
                return ProblemOfUri(sample.ToString(), template);
            }

            var end = rest[brace..].IndexOf('}');
            if (rest[brace] == '}' || end < 0)
            {
                return rest[brace] == '}' ? "a `}` has no `{` before it." : "a `{` is not closed.";
            }

            var name = rest.Slice(brace + 1, end - 1);
            if (ProblemOfName(name, afterDollar: brace > 0 && rest[brace - 1] == '$') is { } problem)
            {
                return problem;
            }

            sample.Append(rest[..brace]).Append('1');
            rest = rest[(brace + end + 1)..];
        }
    }

    private static string? ProblemOfName(ReadOnlySpan<char> name, bool afterDollar)
    {
        if (afterDollar)
        {
            return "an expression is the whole text. Write `{name}` for a value of the input, "
                + "or the whole as an expression: ${ \"https://host/\\(.id)\" }.";
        }

        if (name.IsEmpty || name.Contains('{'))
        {
            return "between `{` and `}` stands the name of one value of the input.";
        }

        return Operators.Contains(name[0])
            ? $"only plain `{{name}}` is supported, without `{name[0]}`; encode such parts in an expression."
            : null;
    }

    private static string? ProblemOfUri(string sample, string template)
    {
        if (template.StartsWith('{'))
        {
            return null;
        }

        var isCallable = Uri.TryCreate(sample, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.Host.Length > 0;
        return isCallable
            ? null
            : "it is no absolute http or https URI with a host.";
    }
}
