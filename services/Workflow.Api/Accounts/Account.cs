namespace Workflow.Api.Accounts;

/// <summary>Who a request comes from, and what it may do.</summary>
/// <param name="Scopes">With <see cref="Scopes.Admin"/> only if it is an admin who may use that role here.</param>
/// <param name="KeyId">The API key that was presented; null for a token.</param>
/// <param name="ValidUntil">When the token or key ends; null if it does not.</param>
public sealed record Account(string OwnerId, Scopes Scopes, Guid? KeyId = null, DateTimeOffset? ValidUntil = null)
{
    /// <summary>The user of an installation without accounts.</summary>
    public static readonly Account Local = new("local", Scopes.All);

    /// <summary>Lets an endpoint take an <see cref="Account"/> as a parameter.</summary>
    public static ValueTask<Account> BindAsync(HttpContext http) =>
        ValueTask.FromResult(http.Features.Get<Account>() ?? throw new InvalidOperationException(
            "The route is public and takes an account."));

    /// <summary>Sees and touches everybody's rows.</summary>
    public bool IsAdmin => Scopes.HasFlag(Scopes.Admin);
}
