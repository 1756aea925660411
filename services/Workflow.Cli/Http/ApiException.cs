namespace Workflow.Cli.Http;

/// <summary>The API refused or could not be reached; the message is written for the terminal.</summary>
/// <param name="isDefinition">The definition itself is at fault, so that the caller ends with 2.</param>
internal class ApiException(string message, bool isDefinition = false, Exception? inner = null)
    : Exception(message, inner)
{
    public bool IsDefinition { get; } = isDefinition;

    /// <summary>What the API answered; null when it answered something else, or nothing.</summary>
    public Problem? Problem { get; init; }
}
