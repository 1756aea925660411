namespace Workflow.Agents;

/// <summary>Fails a task in a way that its workflow can tell from others: it becomes a problem (RFC 9457), on which the
/// definition's <c>catch</c> and <c>retry</c> decide.</summary>
/// <param name="status">The HTTP status that fits it best, 400 to 599: from 500 on it counts as a failure of the agent
/// itself, which may open its circuit.</param>
/// <param name="title">The failure in a few words.</param>
/// <param name="detail">More about it; at most 500 characters are kept.</param>
public sealed class AgentException(int status, string title, string? detail = null, Exception? inner = null)
    : Exception(detail is null ? title : $"{title} {detail}", inner)
{
    public int Status { get; } = status is >= 400 and <= 599
        ? status
        : throw new ArgumentOutOfRangeException(
            nameof(status), status, "The status of a failure is 400 to 599, as HTTP has it.");

    public string Title { get; } = title;

    public string? Detail { get; } = detail;
}
