namespace Workflow.Api.Accounts.Tokens;

/// <summary>Checks JSON Web Tokens: signature first, then claims. Thread-safe.</summary>
/// <param name="keys">Keys that never change.</param>
/// <param name="remote">The issuer's own list of keys; null when there is none.</param>
public sealed class TokenVerifier(
    TokenRules rules, IReadOnlyList<VerificationKey> keys, RemoteKeys? remote, TimeProvider time)
{
    public async ValueTask<CheckOutcome> CheckAsync(string text, CancellationToken ct)
    {
        if (text.Length > rules.BytesMax)
        {
            return new CheckOutcome.Refused($"The token is longer than {rules.BytesMax} bytes.");
        }

        if (!CompactToken.TryRead(text, out var token, out var reason))
        {
            return new CheckOutcome.Refused(reason);
        }

        if (!rules.Algorithms.Contains(token.Algorithm))
        {
            return new CheckOutcome.Refused(
                $"The token's algorithm is not taken; use {string.Join(" or ", rules.Algorithms)}.");
        }

        if (!IsSigned(token, keys))
        {
            var look = remote is null ? new KeyLook([], true) : await remote.FindAsync(token, ct);
            if (!IsSigned(token, look.Keys))
            {
                return look is { Keys.Count: 0, IsCurrent: false }
                    ? new CheckOutcome.Unchecked()
                    : new CheckOutcome.Refused("The token's signature matches no key that is known here.");
            }
        }

        return TokenClaims.Read(token.Claims, rules, time.GetUtcNow());
    }

    private static bool IsSigned(CompactToken token, IEnumerable<VerificationKey> candidates) =>
        candidates.Any(key => key.Fits(token) && key.Verifies(token.SigningInput, token.Signature));
}
