using System.Text.Json.Nodes;

namespace Workflow.Cli.Http;

/// <summary>The API refused or could not be reached; the message is written for the terminal.</summary>
/// <param name="code">One of <see cref="ExitCode"/>.</param>
internal class ApiException(string message, int code = ExitCode.Failed, Exception? inner = null)
    : Exception(message, inner)
{
    public int Code { get; } = code;

    /// <summary>What the API answered; null when it answered something else, or nothing.</summary>
    public Problem? Problem { get; init; }

    /// <summary>The same with everything that it said.</summary>
    public JsonObject? Answer { get; init; }
}
