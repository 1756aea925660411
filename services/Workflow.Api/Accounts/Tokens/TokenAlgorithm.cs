namespace Workflow.Api.Accounts.Tokens;

/// <summary>The signatures that are taken (RFC 7518, section 3.1), by the names that stand in tokens.</summary>
public static class TokenAlgorithm
{
    public const string Hs256 = "HS256";
    public const string Rs256 = "RS256";
    public const string Es256 = "ES256";

    public static readonly IReadOnlyList<string> All = [Hs256, Rs256, Es256];
}
