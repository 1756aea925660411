using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;

namespace Workflow.Api.Accounts.Access;

/// <summary>Says of a route who may call it.</summary>
public static class RouteAccess
{
    /// <summary>Callers with the scope; they touch only what is theirs, admins everybody's.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder route, Scopes scope) =>
        route.WithMetadata(new AccessRule(scope)).Refuses(
            ProblemTypes.AuthenticationRequired, ProblemTypes.InvalidToken, ProblemTypes.InsufficientScope,
            ProblemTypes.RateLimited);

    /// <summary>Admins only.</summary>
    public static RouteHandlerBuilder NeedsAdmin(this RouteHandlerBuilder route) =>
        route.WithMetadata(new AccessRule(Scopes.Admin)).Refuses(
            ProblemTypes.AuthenticationRequired, ProblemTypes.InvalidToken, ProblemTypes.AdminOnly,
            ProblemTypes.RateLimited);

    /// <summary>Everybody, without an account.</summary>
    public static RouteHandlerBuilder NeedsNothing(this RouteHandlerBuilder route) =>
        route.WithMetadata(AccessRule.Everybody);
}
