namespace Workflow.Outgoing.Calls;

/// <summary>What a redirect asks for, as far as it is safe to do.</summary>
internal static class Redirects
{
    /// <summary>The only headers that another host gets too: what a definition sends one host may be meant for it
    /// alone.</summary>
    private static readonly string[] ForAnybody =
        ["accept", "accept-language", "accept-encoding", "content-type", "idempotency-key", "user-agent"];

    private static readonly string[] OfBody = ["content-type", "content-encoding", "content-language"];

    /// <summary>The request that follows; null when the answer is no redirect that can be followed.</summary>
    /// <exception cref="HttpRequestException">It must not be followed; the message is for the user.</exception>
    public static OutgoingRequest? Next(OutgoingAnswer answer)
    {
        if (answer.Status is not (301 or 302 or 303 or 307 or 308) || answer.Header("location") is not { } location)
        {
            return null;
        }

        var request = answer.Request;
        if (!Uri.TryCreate(request.Address, location, out var target)
            || target.Scheme is not ("http" or "https") || target.UserInfo.Length > 0)
        {
            throw new HttpRequestException(
                "it was redirected to something that is no http or https address without user and password.");
        }

        if (request.Address.Scheme == Uri.UriSchemeHttps && target.Scheme == Uri.UriSchemeHttp)
        {
            throw new HttpRequestException(
                $"it was redirected from https to http ({target.Authority}), which is not followed.");
        }

        // Section 15.4 of RFC 9110: 303 asks for a GET, and everybody treats 301 and 302 of a POST alike.
        var becomesGet = answer.Status == 303 && request.Method != "HEAD"
            || answer.Status is 301 or 302 && request.Method == "POST";
        var isSameOrigin = target.Scheme == request.Address.Scheme && target.Authority == request.Address.Authority;
        if (request.IsConfidential && !isSameOrigin)
        {
            throw new HttpRequestException(
                $"it was redirected to '{target.Authority}', which is not followed because the call sends secrets.");
        }

        return request with
        {
            Address = target,
            Method = becomesGet ? "GET" : request.Method,
            Body = becomesGet ? null : request.Body,
            Headers =
            [
                .. request.Headers.Where(header =>
                    (isSameOrigin || ForAnybody.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
                    && !(becomesGet && OfBody.Contains(header.Key, StringComparer.OrdinalIgnoreCase))),
            ],
        };
    }
}
