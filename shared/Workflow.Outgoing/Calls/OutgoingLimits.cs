namespace Workflow.Outgoing.Calls;

/// <summary>What one process allows its calls.</summary>
/// <param name="ConnectTimeout">To open a connection.</param>
/// <param name="CallsPerHostMax">Calls at a time to one host.</param>
/// <param name="WaitingPerHostMax">Calls that may wait for a place at one host.</param>
/// <param name="ResponseBytesMax">Bytes of an answer's body.</param>
/// <param name="RedirectsMax">Redirects of one call that are followed.</param>
public sealed record OutgoingLimits(
    TimeSpan ConnectTimeout, int CallsPerHostMax, int WaitingPerHostMax, int ResponseBytesMax, int RedirectsMax)
{
    /// <summary>How the variables begin that set them, for messages.</summary>
    public string Variables { get; init; } = "WORKFLOW_TOOLS";
}
