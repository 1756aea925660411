using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Workflow.Outgoing.A2a;

/// <summary>What a caller wants to know of an agent's card: where it listens, and what it speaks.</summary>
/// <param name="Streams">Whether it sends events while it works.</param>
/// <param name="Tenant">To be said in every request; null for none.</param>
public sealed record A2aCard(Uri Url, A2aDialect Dialect, bool Streams, string? Tenant)
{
    private const string Binding = "JSONRPC";
    private const string Path = ".well-known/agent-card.json";

    /// <summary>Where the card of the agent at an endpoint lies: below it, unless that names a JSON file.</summary>
    public static Uri AddressOf(Uri endpoint) =>
        endpoint.AbsolutePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? endpoint
            : new UriBuilder(endpoint) { Path = $"{endpoint.AbsolutePath.TrimEnd('/')}/{Path}" }.Uri;

    /// <summary>Reads a card of version 1.0 or of one before; of several interfaces, the newest JSON-RPC one.</summary>
    /// <param name="fault">What is wrong with it; null when nothing is.</param>
    /// <param name="hasLogin">Whether a login will be sent: it goes to the endpoint's own origin only.</param>
    public static A2aCard? Read(JsonElement card, Uri endpoint, bool hasLogin, out string? fault)
    {
        var found = Interfaces(card).OrderByDescending(each => each.Dialect == A2aDialect.One).FirstOrDefault();
        fault = found.Url is null
            ? "Its card names no JSON-RPC interface of a version before 2; nothing else is spoken here."
            : !TryRead(found.Url, out var url)
                ? $"Its card names '{found.Url}', which is no absolute http or https address."
                : hasLogin && url.GetLeftPart(UriPartial.Authority) != endpoint.GetLeftPart(UriPartial.Authority)
                    ? $"Its card names {found.Url}, but its login is sent to "
                        + $"{endpoint.GetLeftPart(UriPartial.Authority)} only. Name it where its card says it is."
                    : null;
        if (fault is not null)
        {
            return null;
        }

        var streams = card.TryGetProperty("capabilities", out var able) && able.ValueKind == JsonValueKind.Object
            && able.TryGetProperty("streaming", out var streaming) && streaming.ValueKind == JsonValueKind.True;
        return new A2aCard(new Uri(found.Url!), found.Dialect, streams, found.Tenant);
    }

    private static IEnumerable<(string? Url, A2aDialect Dialect, string? Tenant)> Interfaces(JsonElement card)
    {
        foreach (var each in Elements(card, "supportedInterfaces"))
        {
            var version = Text(each, "protocolVersion") ?? "1.0";
            if (Text(each, "protocolBinding") == Binding && IsKnown(version))
            {
                var tenant = Text(each, "tenant");
                yield return (Text(each, "url"), DialectOf(version), tenant is { Length: > 0 } ? tenant : null);
            }
        }

        if (card.ValueKind == JsonValueKind.Object && Text(card, "url") is { } url)
        {
            if ((Text(card, "preferredTransport") ?? Binding) == Binding)
            {
                yield return (url, A2aDialect.BeforeOne, null);
            }

            foreach (var each in Elements(card, "additionalInterfaces")
                .Where(each => Text(each, "transport") == Binding))
            {
                yield return (Text(each, "url"), A2aDialect.BeforeOne, null);
            }
        }
    }

    private static bool TryRead(string text, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "http" or "https";

    private static bool IsKnown(string version) => version.StartsWith("0.", StringComparison.Ordinal)
        || version == "1" || version.StartsWith("1.", StringComparison.Ordinal);

    private static A2aDialect DialectOf(string version) =>
        version.StartsWith("0.", StringComparison.Ordinal) ? A2aDialect.BeforeOne : A2aDialect.One;

    private static IEnumerable<JsonElement> Elements(JsonElement card, string name) =>
        card.ValueKind == JsonValueKind.Object && card.TryGetProperty(name, out var list)
        && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.Object)
            : [];

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
