namespace Workflow.Api.Accounts.Access;

/// <summary>What a route asks of its callers.</summary>
/// <param name="Needs">Scopes; <see cref="Scopes.None"/> with <paramref name="IsPublic"/> for no account at
/// all.</param>
public sealed record AccessRule(Scopes Needs, bool IsPublic = false)
{
    /// <summary>Of a route that needs no account.</summary>
    public static readonly AccessRule Everybody = new(Scopes.None, IsPublic: true);

    /// <summary>Of a route that says nothing: whoever may do all that a user may.</summary>
    public static readonly AccessRule Unsaid = new(Scopes.User);

    /// <summary>The rule of the route that a request was led to; null when there is no route.</summary>
    public static AccessRule? Of(HttpContext http) => http.GetEndpoint() is { } endpoint
        ? endpoint.Metadata.GetMetadata<AccessRule>() ?? Unsaid
        : null;
}
