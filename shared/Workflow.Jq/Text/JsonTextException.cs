namespace Workflow.Jq.Text;

/// <summary>A text is no JSON; the message names the place as jq does.</summary>
internal sealed class JsonTextException(string message, int line, int column)
    : Exception(message)
{
    /// <summary>From 1.</summary>
    public int Line => line;

    /// <summary>From 1, in bytes.</summary>
    public int Column => column;
}
