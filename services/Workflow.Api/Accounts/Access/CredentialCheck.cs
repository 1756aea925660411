using Workflow.Api.Accounts.Tokens;

namespace Workflow.Api.Accounts.Access;

/// <summary>Finds the account behind a token or key. Thread-safe.</summary>
public sealed class CredentialCheck(TokenVerifier tokens, TokenMemory memory)
{
    /// <summary>The account of one that was checked a moment ago; null when it has to be checked.</summary>
    public Account? Find(string text) => memory.Find(Digest.Of(text));

    public async ValueTask<CheckOutcome> CheckAsync(string text, CancellationToken ct)
    {
        var outcome = await tokens.CheckAsync(text, ct);
        if (outcome is CheckOutcome.Accepted accepted)
        {
            memory.Add(Digest.Of(text), accepted.Account);
        }

        return outcome;
    }
}
