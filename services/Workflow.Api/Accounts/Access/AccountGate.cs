using System.Data.Common;
using Workflow.Api.Accounts.Setup;
using Workflow.Api.Http;

namespace Workflow.Api.Accounts.Access;

/// <summary>Finds out who calls, and lets only those through whom the route is for.</summary>
public sealed class AccountGate(
    RequestDelegate next, AccountMode mode, CredentialCheck check, LiveLease lease, RequestLimits limits,
    Origins origins, ILogger<AccountGate> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (AccessRule.Of(http) is not { } rule)
        {
            await next(http);
            return;
        }

        var isRead = Credential.TryRead(http, out var text, out var problem);
        if (isRead && rule.IsPublic)
        {
            await IntroduceAsync(http, text);
        }
        else if (isRead)
        {
            problem = await EnterAsync(http, rule, text);
        }

        if (problem is not null && !rule.IsPublic)
        {
            await problem.ExecuteAsync(http);
            return;
        }

        await (text is not null && Credential.IsLive(http) ? lease.RunAsync(http, text, next) : next(http));
    }

    /// <summary>Lets a public route know who calls, as far as that can be told.</summary>
    private async ValueTask IntroduceAsync(HttpContext http, string? text)
    {
        try
        {
            await EnterAsync(http, AccessRule.Everybody, text);
        }
        catch (Exception unknown) when (unknown is DbException or TimeoutException)
        {
        }
    }

    /// <returns>Null when the caller may enter; the request then says who it is.</returns>
    private async ValueTask<Problem?> EnterAsync(HttpContext http, AccessRule rule, string? text)
    {
        var (account, problem) = text is null ? LocalOf(http) : await AccountOfAsync(http, text);
        problem ??= text is null ? null : limits.Take(account!.OwnerId);
        problem ??= ScopeRefusal(account!, rule.Needs);
        if (problem is null)
        {
            http.Features.Set(account);
            http.Features.Set(new Caller(account!.OwnerId, account.IsAdmin));
        }

        return problem;
    }

    private (Account? Account, Problem? Problem) LocalOf(HttpContext http)
    {
        var problem = mode == AccountMode.Local
            ? LocalCallers.RefusalOf(http, origins.Allowed)
            : AccountProblems.AuthenticationRequired();
        return (problem is null ? Account.Local : null, problem);
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
        var digest = Digest.Of(text);
        if (check.Find(digest) is { } known)
        {
            return (known, null);
        }

        var address = http.Connection.RemoteIpAddress;
        if (limits.RefusalOf(address) is { } tooMany)
        {
            return (null, tooMany);
        }

        switch (await check.CheckAsync(text, digest, http.RequestAborted))
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
