namespace Workflow.Definitions.Reading;

/// <summary>The objects of the DSL's reference that say how a call logs in.</summary>
internal static class LoginShapes
{
    public static readonly Shape Authentication = Shape.Of("basic", "bearer", "digest", "oauth2", "oidc")
        .ButNotYet("certificate") with
    {
        InsteadOf = "use `basic`, `bearer`, `digest`, `oauth2` or `oidc`",
    };

    /// <summary>Of <c>digest</c> too.</summary>
    public static readonly Shape Basic = Shape.Of("username", "password", "use");

    public static readonly Shape Bearer = Shape.Of("token", "use");

    public static readonly Shape OAuth2 = Shape.Of(
        "authority", "endpoints", "grant", "client", "request", "issuers", "scopes", "audiences", "username",
        "password", "subject", "actor", "use");

    /// <summary>The authority says where its endpoints are.</summary>
    public static readonly Shape Oidc = Shape.Of([.. OAuth2.Names.Except(["endpoints"])])
        .Belongs("endpoints", "to `oauth2`; the authority of `oidc` says where its endpoints are");

    public static readonly Shape Endpoints = Shape.Of("token", "revocation", "introspection");

    public static readonly Shape Client = Shape.Of("id", "secret", "assertion", "authentication");

    public static readonly Shape Request = Shape.Of("encoding");

    public static readonly Shape Token = Shape.Of("token", "type");
}
