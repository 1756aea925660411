namespace Workflow.Api.Http;

/// <summary>Who asks. Every query and command takes one and touches only what is theirs (R10).</summary>
/// <param name="OwnerId">The user; written as the owner of whatever the request makes.</param>
/// <param name="IsAdmin">Whether everybody's runs and definitions are visible and operator verbs are allowed.</param>
public sealed record Caller(string OwnerId, bool IsAdmin)
{
    /// <summary>Owner whose rows queries and commands may touch; null for an admin: everybody's.</summary>
    public string? Sees => IsAdmin ? null : OwnerId;

    /// <summary>Lets an endpoint take a <see cref="Caller"/> as a parameter.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext http) =>
        ValueTask.FromResult(http.Features.Get<Caller>() ?? throw new InvalidOperationException(
            "The route is public and takes a caller."));
}
