namespace Workflow.Api.Accounts.Tokens;

/// <summary>What a token has to be like, beside its signature.</summary>
/// <param name="Algorithms">The only ones taken.</param>
/// <param name="Issuer">What <c>iss</c> has to be; null if anything goes.</param>
/// <param name="Audiences">One of them has to be in <c>aud</c>; empty: the token must have none; null: anything
/// goes.</param>
/// <param name="RoleClaims">The first of them that a token has says its role. A dot leads into an object.</param>
/// <param name="ScopeClaim">Narrows what the role allows, if a token has it; null: not looked at.</param>
/// <param name="Leeway">How far the clocks of issuer and platform may be apart.</param>
/// <param name="BytesMax">Length of the whole token.</param>
public sealed record TokenRules(
    IReadOnlyList<string> Algorithms, string? Issuer, IReadOnlyList<string>? Audiences,
    IReadOnlyList<string> RoleClaims, string? ScopeClaim, TimeSpan Leeway, int BytesMax);
