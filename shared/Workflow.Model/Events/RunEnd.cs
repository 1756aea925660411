namespace Workflow.Model;

/// <summary>What an ended run left behind.</summary>
public sealed record RunEnd(RawJson Output, RawJson Error, string? ErrorMessage, string? CancelledBy)
{
    /// <summary>About its length as JSON.</summary>
    public long Bytes => (long)Output.Utf8.Length + Error.Utf8.Length + (ErrorMessage?.Length ?? 0);
}
