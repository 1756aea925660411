using Workflow.Definitions.Expressions;

namespace Workflow.Definitions.Syntax;

/// <summary>How a call logs in (DSL: <c>authentication</c>). Its templates are evaluated with the secrets they name, at
/// the moment of the call, and what they give is recorded nowhere.</summary>
public abstract record AuthenticationSpec
{
    /// <summary>Names of the secrets it refers to, all listed in <c>use.secrets</c>.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
}

public sealed record BasicAuthentication(Template Username, Template Password) : AuthenticationSpec;

public sealed record BearerAuthentication(Template Token) : AuthenticationSpec;

/// <summary>RFC 7616: the password is never sent, but a hash of it with what the server gives.</summary>
public sealed record DigestAuthentication(Template Username, Template Password) : AuthenticationSpec;

/// <summary><c>oauth2</c> and <c>oidc</c>: a token is fetched, and sent as bearer token.</summary>
/// <param name="IsOidc">Whether the authority's own document says where tokens are; else the definition does.</param>
/// <param name="Properties">Gives an object with the properties of the DSL's reference, all texts or lists of
/// texts.</param>
public sealed record TokenAuthentication(bool IsOidc, Template Properties) : AuthenticationSpec;

/// <summary>A scheme with only <c>use</c>: the secret is all there is.</summary>
public sealed record SecretAuthentication(LoginScheme Scheme, string Secret) : AuthenticationSpec;

public enum LoginScheme
{
    Basic,
    Bearer,
    Digest,
    OAuth2,
    Oidc,
}

/// <summary>What is called, and how to log in there.</summary>
/// <param name="Uri">Absolute URI, or a URI template with <c>{variables}</c> taken from the input, or an
/// expression.</param>
public sealed record EndpointSpec(Template Uri, AuthenticationSpec? Authentication);
