using System.Text.Json.Nodes;
using Workflow.Cli.Http;
using Workflow.Cli.Output;

namespace Workflow.Cli.Calls;

/// <summary>How commands end that cannot do what they were asked for: a message on standard error, and an exit
/// code.</summary>
internal static class Failures
{
    /// <param name="format">With json or yaml the message is a JSON problem as well.</param>
    public static async Task<int> GuardAsync(OutputFormat format, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (ApiException e)
        {
            Tell(format, e.Message, e.Code, e.Answer);
            return e.Code;
        }
        catch (InputException e)
        {
            Tell(format, e.Message, ExitCode.Usage, null);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }

    private static void Tell(OutputFormat format, string message, int code, JsonObject? answer)
    {
        if (format == OutputFormat.Table)
        {
            Console.Error.WriteLine(message);
            return;
        }

        var problem = answer?.DeepClone().AsObject() ?? new JsonObject { ["title"] = message };
        problem["exit_code"] = code;
        using var stream = Console.OpenStandardError();
        JsonText.Write(stream, problem);
    }
}
