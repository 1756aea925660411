namespace Workflow.Outgoing.Calls;

/// <summary>A call was not made: too many wait for its host already. The message is for the user.</summary>
public sealed class HostBusyException(string host, int callsMax, int waitingMax) : IOException(
    $"'{host}' is busy: {callsMax} calls of it are under way and {waitingMax} wait for a place "
    + "(WORKFLOW_TOOLS_CALLS_PER_HOST_MAX, WORKFLOW_TOOLS_WAITING_PER_HOST_MAX); try again later.")
{
    /// <summary>Host and port.</summary>
    public string Host => host;
}
