using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;

namespace Workflow.Execution.Tasks.Tools;

/// <summary>Evaluates where a call goes, and how it logs in there.</summary>
internal static class Endpoints
{
    /// <returns>The address, or what is wrong with what the definition gave.</returns>
    public static (Uri? Address, string? Problem) Evaluate(EndpointSpec endpoint, TaskCall call)
    {
        var text = endpoint.Uri.Evaluate(call.Input, call.Scope).AsString ?? "";
        text = endpoint.Uri is LiteralTemplate ? UriTemplate.Expand(text, call.Input) : text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")
            || address.Host.Length == 0)
        {
            return (null, $"'{text}' is no absolute http or https address.");
        }

        return address.UserInfo.Length == 0
            ? (address, null)
            : (null, $"The address of '{address.Authority}' holds a user or a password; use `authentication`.");
    }

    /// <summary>Fits what makes the call; the login is evaluated once its target is known.</summary>
    /// <param name="sent">What the call sends besides.</param>
    public static FindLogin LoginOf(
        AuthenticationSpec? authentication, CallSecrets sent, TaskCall call, ToolLogins logins) =>
        (target, ct) => logins.OfAsync(authentication, sent, call.Input, call.Scope, target, ct);
}
