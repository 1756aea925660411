using System.Data.Common;
using Workflow.Api.Accounts.Setup;

namespace Workflow.Api.Accounts.Access;

/// <summary>Ends live connections with the token or key that they began with: expired, revoked, or its key
/// withdrawn.</summary>
public sealed class LiveLease(CredentialCheck check, AccountOptions options, TimeProvider time)
{
    /// <summary>Serves a request for as long as its token or key counts.</summary>
    public async Task RunAsync(HttpContext http, string text, RequestDelegate next)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var hold = HoldAsync(http, text, over.Token);
        try
        {
            await next(http);
        }
        finally
        {
            await over.CancelAsync();
            await hold;
        }
    }

    private async Task HoldAsync(HttpContext http, string text, CancellationToken over)
    {
        var digest = Digest.Of(text);
        while (await WaitAsync(over))
        {
            if (!await IsGoodAsync(text, digest, over))
            {
                http.Abort();
                return;
            }
        }
    }

    private async Task<bool> WaitAsync(CancellationToken over)
    {
        await Task.Delay(options.LiveLook, time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !over.IsCancellationRequested;
    }

    private async Task<bool> IsGoodAsync(string text, Digest digest, CancellationToken over)
    {
        try
        {
            return check.Find(digest) is not null
                || await check.CheckAsync(text, digest, over) is not CheckOutcome.Refused;
        }
        catch (Exception unknown) when (unknown is DbException or TimeoutException or OperationCanceledException)
        {
            // Nobody can tell now; the next look may.
            return true;
        }
    }
}
