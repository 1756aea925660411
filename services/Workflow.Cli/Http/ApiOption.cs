using System.CommandLine;

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
    };

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
