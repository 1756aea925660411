using System.CommandLine.Parsing;

namespace Workflow.Cli.Connections;

/// <summary>Reads addresses of APIs: absolute, http or https.</summary>
internal static class UrlText
{
    /// <param name="from">The option, variable or file that says so.</param>
    /// <exception cref="InputException">It is none.</exception>
    public static Uri Read(string? text, string from) => TryRead(text)
        ?? throw new InputException($"{from}: '{text}' is no address such as {Connection.Default}.");

    /// <summary>Reads an option's value; anything else is an error of usage.</summary>
    public static Uri? ReadOption(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (TryRead(text) is { } uri)
        {
            return uri;
        }

        argument.AddError($"'{text}' is no address such as {Connection.Default}.");
        return null;
    }

    // A path without a slash at its end would be cut off when routes are appended.
    private static Uri? TryRead(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri.AbsolutePath.EndsWith('/') ? uri : new Uri($"{uri.GetLeftPart(UriPartial.Path)}/")
            : null;
}
