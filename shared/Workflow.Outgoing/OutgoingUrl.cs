using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Workflow.Outgoing;

/// <summary>Checks addresses that users give, as far as that can be done without asking for their names.</summary>
public static class OutgoingUrl
{
    public const string Expected = "an absolute http or https address without user, password and fragment";

    private const int LengthMax = 2_000;

    /// <param name="fault">What is wrong, for the user; null when nothing is.</param>
    public static bool TryRead(
        string text, DestinationRules rules, [NotNullWhen(true)] out Uri? url, [NotNullWhen(false)] out string? fault)
    {
        fault = !Uri.TryCreate(text, UriKind.Absolute, out url) || !(url.Scheme is "http" or "https")
                || url.Host.Length == 0 ? "It is no absolute http or https address."
            : text.Length > LengthMax ? $"It has more than {LengthMax} characters."
            : url.UserInfo.Length > 0 ? "It holds a user or a password; send credentials in a header."
            : url.Fragment.Length > 0 ? "It has a fragment, which is never sent."
            : IsDeniedLiteral(url, rules) ? DestinationDeniedException.Explain(url.Host)
            : null;
        return fault is null && url is not null;
    }

    private static bool IsDeniedLiteral(Uri url, DestinationRules rules) =>
        IPAddress.TryParse(url.DnsSafeHost, out var address) && !rules.Allows(url.DnsSafeHost, address);
}
