using System.Text.Json;

namespace Workflow.Api.Accounts.Tokens;

/// <summary>Reads who a token speaks of, from claims whose signature was checked (RFC 7519, section 4).</summary>
public static class TokenClaims
{
    /// <summary>Characters of a <c>sub</c>: it becomes an owner id.</summary>
    public const int SubjectLengthMax = 255;

    private const string AdminRole = "admin";

    /// <summary>9999-12-31.</summary>
    private const double LastSecond = 253_402_300_799;

    public static CheckOutcome Read(ReadOnlySpan<byte> utf8, TokenRules rules, DateTimeOffset now)
    {
        if (!StrictJson.TryReadObject(utf8, out var claims))
        {
            return new CheckOutcome.Refused("The token's claims are no JSON object, or have a member twice.");
        }

        if (TimeRefusal(claims, rules, now, out var expires) is { } reason
            || (reason = PartyRefusal(claims, rules)) is not null)
        {
            return new CheckOutcome.Refused(reason);
        }

        if (!claims.TryText("sub", out var subject) || subject.Length is 0 or > SubjectLengthMax
            || subject.Any(char.IsControl))
        {
            return new CheckOutcome.Refused(
                $"The token's sub is no text of 1 to {SubjectLengthMax} characters without control characters.");
        }

        var allowed = IsAdmin(claims, rules) ? Scopes.All : Scopes.User;
        return ScopesOf(claims, rules) is { } scopes
            ? new CheckOutcome.Accepted(new Account(subject, allowed & scopes, ValidUntil: expires))
            : new CheckOutcome.Refused("The token's scope is neither a text nor a list of texts.");
    }

    private static string? TimeRefusal(
        JsonElement claims, TokenRules rules, DateTimeOffset now, out DateTimeOffset expires)
    {
        expires = default;
        if (!TryTime(claims, "exp", out var exp))
        {
            return "The token has no exp, or one that is no number of seconds since 1970.";
        }

        expires = exp;
        if (now >= exp + rules.Leeway)
        {
            return "The token has expired.";
        }

        if (!claims.TryGetProperty("nbf", out _))
        {
            return null;
        }

        return !TryTime(claims, "nbf", out var notBefore)
            ? "The token's nbf is no number of seconds since 1970."
            : now < notBefore - rules.Leeway ? "The token is not valid yet." : null;
    }

    private static string? PartyRefusal(JsonElement claims, TokenRules rules)
    {
        if (rules.Issuer is not null && !(claims.TryText("iss", out var issuer) && issuer == rules.Issuer))
        {
            return "The token is from another issuer.";
        }

        if (rules.Audiences is null)
        {
            return null;
        }

        // RFC 7519, section 4.1.3: whoever is not named in a token's audience must refuse it.
        var isForUs = claims.TryGetProperty("aud", out var audience)
            ? audience.TextsOrNull()?.Intersect(rules.Audiences).Any() == true
            : rules.Audiences.Count == 0;
        return isForUs ? null : "The token is for another audience.";
    }

    private static bool IsAdmin(JsonElement claims, TokenRules rules) =>
        rules.RoleClaims.Select(name => Member(claims, name)).FirstOrDefault(member => member is not null) is { } role
        && role.TextsOrNull()?.Contains(AdminRole) == true;

    /// <summary>The member of that name; else the one that the name's parts lead to.</summary>
    private static JsonElement? Member(JsonElement claims, string name)
    {
        if (claims.TryGetProperty(name, out var member))
        {
            return member;
        }

        member = claims;
        foreach (var part in name.Split('.'))
        {
            if (member.ValueKind != JsonValueKind.Object || !member.TryGetProperty(part, out member))
            {
                return null;
            }
        }

        return member;
    }

    /// <returns>Null when the claim cannot be read.</returns>
    private static Scopes? ScopesOf(JsonElement claims, TokenRules rules)
    {
        if (rules.ScopeClaim is null || Member(claims, rules.ScopeClaim) is not { } member)
        {
            return Scopes.All;
        }

        return member.TextsOrNull() is { } texts ? ScopeText.Parse(texts.SelectMany(text => text.Split(' '))) : null;
    }

    private static bool TryTime(JsonElement claims, string name, out DateTimeOffset time)
    {
        time = default;
        if (!claims.TryGetProperty(name, out var member) || member.ValueKind != JsonValueKind.Number
            || !member.TryGetDouble(out var seconds) || !(seconds is >= 0 and <= LastSecond))
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1_000));
        return true;
    }
}
