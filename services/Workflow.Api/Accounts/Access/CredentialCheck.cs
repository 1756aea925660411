using Workflow.Api.Accounts.Keys;
using Workflow.Api.Accounts.Tokens;

namespace Workflow.Api.Accounts.Access;

/// <summary>Finds the account behind a token or API key. Thread-safe.</summary>
public sealed class CredentialCheck(TokenVerifier tokens, ApiKeyCheck keys, AccountMemory memory)
{
    /// <summary>The account of one that was checked a moment ago; null when it has to be checked.</summary>
    public Account? Find(Digest digest) => memory.Find(digest);

    public async ValueTask<CheckOutcome> CheckAsync(string text, Digest digest, CancellationToken ct)
    {
        var outcome = text.StartsWith(ApiKeyText.Prefix, StringComparison.Ordinal)
            ? await keys.CheckAsync(text, digest, ct)
            : await tokens.CheckAsync(text, ct);
        if (outcome is CheckOutcome.Accepted accepted)
        {
            memory.Add(digest, accepted.Account);
        }

        return outcome;
    }
}
