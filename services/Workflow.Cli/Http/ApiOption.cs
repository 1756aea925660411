using System.CommandLine;
using System.CommandLine.Parsing;

namespace Workflow.Cli.Http;

/// <summary>What every command that talks to the API has in common: where it is, and how its refusals end.</summary>
internal static class ApiOption
{
    private const int Failed = 1;
    private const int BadDefinition = 2;
    private const int Interrupted = 130;

    public static Option<Uri> Build() => new("--api")
    {
        Description = "Root of the API.",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:8000"),
        CustomParser = ReadUri,
    };

    /// <summary>Reads an absolute http or https URI; anything else is an error of usage.</summary>
    public static Uri? ReadUri(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            return uri;
        }

        argument.AddError($"'{text}' is no address such as http://127.0.0.1:8000.");
        return null;
    }

    /// <summary>Runs a command; a refusal is printed and becomes the exit code.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (ApiException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.IsDefinition ? BadDefinition : Failed;
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
    }
}
