using System.ComponentModel.DataAnnotations;

namespace Workflow.Api.Accounts.Setup;

/// <summary>Who may call, and how callers prove who they are. Environment: WORKFLOW_AUTH_ and the option's name, e.g.
/// WORKFLOW_AUTH_HS256_SECRET.</summary>
public sealed record AccountOptions
{
    /// <summary>local: callers on this machine need no token and are the admin <c>local</c>; required: everybody needs
    /// one. Default: required when a key is configured, else local, which is refused in production and on any address
    /// but loopback.</summary>
    [AllowedValues(null, "local", "required", ErrorMessage = "is no such mode; use local or required.")]
    public string? Mode { get; init; }

    /// <summary>Secret of HS256 tokens, 32 bytes or more of UTF-8. Whoever has it can be anybody. Default:
    /// none.</summary>
    public string? Hs256Secret { get; init; }

    /// <summary>The secret before it was changed, taken as well until the tokens made with it have expired. Default:
    /// none.</summary>
    public string? Hs256PreviousSecret { get; init; }

    /// <summary>Public keys of RS256 and ES256 tokens, as PEM blocks one after the other. Default: none.</summary>
    public string? PublicKeys { get; init; }

    /// <summary>A file with such blocks. Default: none.</summary>
    public string? PublicKeysFile { get; init; }

    /// <summary>Where the issuer of tokens publishes its keys (JWKS); https, or http on this machine. Default:
    /// none.</summary>
    public string? JwksUrl { get; init; }

    /// <summary>What <c>iss</c> of tokens has to be; * for anything. Needed with public keys or a JWKS URL. Default:
    /// anything.</summary>
    public string? Issuer { get; init; }

    /// <summary>Comma separated; one of them has to be in <c>aud</c> of tokens; * for anything. Needed with public keys
    /// or a JWKS URL. Default: tokens must have no <c>aud</c>.</summary>
    public string? Audience { get; init; }

    /// <summary>Algorithms that are taken, comma separated. Default HS256,RS256,ES256.</summary>
    public string Algorithms { get; init; } = "HS256,RS256,ES256";

    /// <summary>Claim that says user or admin; dots lead into objects. Default: <c>role</c>, else
    /// <c>roles</c>.</summary>
    public string? RoleClaim { get; init; }

    /// <summary>Claim that narrows what a token may do; none to look at no claim. Default <c>scope</c>.</summary>
    public string ScopeClaim { get; init; } = "scope";

    /// <summary>How far the clocks of issuer and platform may be apart. More accepts expired tokens for longer. Default
    /// 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ErrorMessage =
        "must be 0 to 300000 ms: more would accept tokens long after they expired.")]
    public TimeSpan Leeway { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest token or key; beyond it 401. Default 8 KiB.</summary>
    [Range(256, 16_384, ErrorMessage =
        "must be 256 to 16384: below it no token fits, above it headers are refused before.")]
    public int TokenBytesMax { get; init; } = 8_192;

    /// <summary>Checked tokens that are remembered, by hash. Fewer checks signatures more often. Default
    /// 10,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "must be 1 to 1000000: more would fill the memory.")]
    public int TokensRemembered { get; init; } = 10_000;

    /// <summary>How long a checked token is remembered, so how late a withdrawn key counts. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage =
        "must be 1000 to 86400000 ms: less checks every request anew.")]
    public TimeSpan TokenMemory { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Age at which the issuer's keys are read again. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage =
        "must be 1000 to 86400000 ms: more trusts withdrawn keys for longer.")]
    public TimeSpan JwksRefresh { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Shortest time between two readings of the issuer's keys, so how late a new key is found. Default
    /// 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ErrorMessage =
        "must be 100 to 3600000 ms: less lets made-up tokens drive requests to the issuer.")]
    public TimeSpan JwksRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long reading the issuer's keys may take. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ErrorMessage =
        "must be 100 to 60000 ms: requests wait for it.")]
    public TimeSpan JwksTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an API key is remembered, so how late its revocation counts. 0 looks it up for every request.
    /// Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage =
        "must be 0 to 3600000 ms: more would let revoked keys work on.")]
    public TimeSpan KeyMemory { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the token or key of an open socket or stream is looked at, so how late it ends after that
    /// does. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ErrorMessage =
        "must be 100 to 3600000 ms: less is work for every open connection.")]
    public TimeSpan LiveLook { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>API keys that one user may have at a time. Default 100.</summary>
    [Range(1, 100_000, ErrorMessage = "must be 1 to 100000: 0 would allow none, more fills the table.")]
    public int KeysPerUserMax { get; init; } = 100;

    /// <summary>Requests per second of one user, beyond it 429; 0 for no limit. Callers without a token in local mode
    /// have none. Default 500.</summary>
    [Range(0, 1_000_000, ErrorMessage = "must be 0 to 1000000.")]
    public int RequestsPerSecond { get; init; } = 500;

    /// <summary>Requests that one user may make at once after a pause. Default 1,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "must be 1 to 1000000: 0 would refuse every request.")]
    public int RequestsBurst { get; init; } = 1_000;

    /// <summary>Requests per second from one address whose token or key is bad, beyond it 429 without a look; 0 for no
    /// limit. Default 5.</summary>
    [Range(0, 1_000_000, ErrorMessage = "must be 0 to 1000000.")]
    public int FailuresPerSecond { get; init; } = 5;

    /// <summary>Such requests that one address may make at once after a pause. Default 50.</summary>
    [Range(1, 1_000_000, ErrorMessage = "must be 1 to 1000000: 0 would refuse every first request.")]
    public int FailuresBurst { get; init; } = 50;

    // A record would print its secrets.
    public override string ToString() => $"{nameof(AccountOptions)}({Mode ?? "by address"})";
}
