using System.Net;

namespace Workflow.Outgoing;

/// <summary>A request was not made: its host is none that users may reach. The message is for the user and tells
/// nothing of the network.</summary>
public sealed class DestinationDeniedException(string host, IReadOnlyList<IPAddress> addresses)
    : IOException(Explain(host))
{
    public string Host => host;

    /// <summary>What the host resolved to; for operators only.</summary>
    public IReadOnlyList<IPAddress> Addresses => addresses;

    internal static string Explain(string host) =>
        $"'{host}' is no public address; an operator can allow it with WORKFLOW_OUTGOING_ALLOWED.";
}
