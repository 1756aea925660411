using System.ComponentModel.DataAnnotations;
using Workflow.Outgoing.Calls;

namespace Workflow.Tools;

/// <summary>Limits of the calls that executors make themselves. Environment: WORKFLOW_TOOLS_ and the option's name;
/// durations there are milliseconds.</summary>
public sealed record ToolOptions
{
    /// <summary>Calls of one process at a time to one host; the others wait. More is faster where the host bears it.
    /// Default 32.</summary>
    [Range(1, 10_000)]
    public int CallsPerHostMax { get; init; } = 32;

    /// <summary>Calls that may wait for a place at one host; beyond it they fail as communication (503). Default
    /// 10,000.</summary>
    [Range(0, 1_000_000)]
    public int WaitingPerHostMax { get; init; } = 10_000;

    /// <summary>How long opening a connection may take. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of a request's body; a larger one fails as validation. Default 4 MiB.</summary>
    [Range(0, 256 * 1024 * 1024)]
    public int RequestBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bytes of an answer's body; a larger one fails as communication. Default 4 MiB.</summary>
    [Range(1, 256 * 1024 * 1024)]
    public int ResponseBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Redirects of one call that are followed where the task says <c>redirect: true</c>. Default 5.</summary>
    [Range(0, 50)]
    public int RedirectsMax { get; init; } = 5;

    /// <summary><c>none</c>; <c>environment</c> for HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY; or a proxy's
    /// address, with user and password where it wants them. A proxy asks for names itself: it has to keep users out of
    /// the inner network. Default none.</summary>
    public string Proxy { get; init; } = "none";

    /// <summary>Hosts (<c>api.internal</c>) and what is below one (<c>*.internal</c>), separated by commas, that are
    /// called without the proxy. Default none.</summary>
    public string ProxyExceptions { get; init; } = "";

    /// <summary>Which hosts definitions may send which secret to: <c>crm-key=api.crm.example,*.crm.example;
    /// other=*</c>. Whoever may register a definition can use a secret at its hosts. Default: any secret anywhere in
    /// the local profile, none else.</summary>
    public string SecretHosts { get; init; } = "";

    /// <summary>Tokens of <c>oauth2</c> and <c>oidc</c> kept in memory until shortly before their end; for one more the
    /// oldest goes. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int TokensMax { get; init; } = 1_000;

    /// <summary>How long fetching a token may take, the authority's configuration included; the calls that wait for it
    /// fail then. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan TokenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>OpenAPI documents kept in memory, read; for one more the oldest goes. Default 100.</summary>
    [Range(1, 10_000)]
    public int DocumentsMax { get; init; } = 100;

    /// <summary>How long an OpenAPI document is used before it is fetched again, so how late its changes count. Default
    /// 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan DocumentAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long fetching an OpenAPI document may take; the calls that wait for it fail then. Default
    /// 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan DocumentTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Kafka servers (host:port) that <c>call: asyncapi</c> may publish and consume at, as documents name
    /// them, separated by commas; <c>none</c> for none. Whoever may register a definition reads and writes every topic
    /// there that is not the platform's. Default none.</summary>
    public string KafkaServers { get; init; } = "none";

    /// <summary>Subscriptions of <c>call: asyncapi</c> that one process has at a time, each with a thread and up to
    /// some MB; one more fails as communication (503). Default 50.</summary>
    [Range(1, 1_000)]
    public int SubscriptionsMax { get; init; } = 50;

    /// <summary>Programs that <c>call: mcp</c> may start as servers, as definitions write them, separated by commas;
    /// <c>none</c> for none. They run as the consumer's user with what the definition hands them, so each opens the
    /// consumer's machine as far as the program goes. Default none.</summary>
    public string McpCommands { get; init; } = "none";

    /// <summary>Sessions with MCP servers kept open; beyond it the longest unused one is closed, and when all are in
    /// use a call fails as communication (503). Default 100.</summary>
    [Range(1, 10_000)]
    public int McpSessionsMax { get; init; } = 100;

    /// <summary>How long a session without a call stays open. Longer saves handshakes, shorter frees servers and
    /// processes. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan McpSessionIdle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long opening a session may take. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan McpStartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What of this the shared client keeps to.</summary>
    public OutgoingLimits Limits =>
        new(ConnectTimeout, CallsPerHostMax, WaitingPerHostMax, ResponseBytesMax, RedirectsMax);
}
