using Workflow.Api.Accounts.Setup;
using Workflow.Api.Http;

namespace Workflow.Api.Accounts.Access;

/// <summary>Finds out who calls, and lets only those through whom the route is for.</summary>
public sealed class AccountGate(
    RequestDelegate next, AccountMode mode, CredentialCheck check, RequestLimits limits, Origins origins,
    ILogger<AccountGate> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (AccessRule.Of(http) is { } rule && await RefusalOfAsync(http, rule) is { } refusal)
        {
            await refusal.ExecuteAsync(http);
            return;
        }

        await next(http);
    }

    private async ValueTask<Problem?> RefusalOfAsync(HttpContext http, AccessRule rule)
    {
        if (!Credential.TryRead(http, out var text, out var problem))
        {
            return rule.IsPublic ? null : problem;
        }

        Account? account;
        if (text is not null)
        {
            (account, problem) = await AccountOfAsync(http, text);
            problem ??= limits.Take(account!.OwnerId);
        }
        else
        {
            account = Account.Local;
            problem = mode == AccountMode.Local
                ? LocalCallers.RefusalOf(http, origins.Allowed)
                : AccountProblems.AuthenticationRequired();
        }

        if (rule.IsPublic && problem is not null)
        {
            return null;
        }

        problem ??= ScopeRefusal(account!, rule.Needs);
        if (problem is null)
        {
            http.Features.Set(account);
            http.Features.Set(new Caller(account!.OwnerId, account.IsAdmin));
        }

        return problem;
    }

    private static Problem? ScopeRefusal(Account account, Scopes needed)
    {
        var missing = needed & ~account.Scopes;
        return missing == Scopes.None ? null
            : missing.HasFlag(Scopes.Admin) ? AccountProblems.AdminOnly()
            : AccountProblems.InsufficientScope(
                missing, $"It lacks {string.Join(", ", missing.ToTexts())}; use a token or key that has it.");
    }

    private async ValueTask<(Account? Account, Problem? Problem)> AccountOfAsync(HttpContext http, string text)
    {
        if (check.Find(text) is { } known)
        {
            return (known, null);
        }

        var address = http.Connection.RemoteIpAddress;
        if (limits.RefusalOf(address) is { } tooMany)
        {
            return (null, tooMany);
        }

        switch (await check.CheckAsync(text, http.RequestAborted))
        {
            case CheckOutcome.Accepted accepted:
                return (accepted.Account, null);
            case CheckOutcome.Refused refused:
                limits.CountFailure(address);
                logger.Refused(http.GetEndpoint()?.DisplayName, address, refused.Reason);
                return (null, AccountProblems.InvalidToken(refused.Reason));
            default:
                limits.CountFailure(address);
                return (null, AccountProblems.KeysUnavailable());
        }
    }
}
