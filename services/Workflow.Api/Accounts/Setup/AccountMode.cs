namespace Workflow.Api.Accounts.Setup;

/// <summary>Whether callers need a token.</summary>
public enum AccountMode
{
    /// <summary>Not on this machine: whoever has no token is the admin <c>local</c>.</summary>
    Local,

    Required,
}
