using Workflow.Definitions.Syntax;
using Workflow.Outgoing.Calls;
using Workflow.Tools.Logins;

namespace Workflow.Tools.Http;

/// <summary>One HTTP call, everything evaluated.</summary>
/// <param name="Request">Without the login.</param>
public sealed record HttpCall(OutgoingRequest Request, HttpOutput Output)
{
    /// <summary>What steps call it: method and host.</summary>
    public string ToolName => NameOf(Request.Method, Request.Address);

    /// <inheritdoc cref="ToolName"/>
    public static string NameOf(string method, Uri address) => $"{method} {address.Authority}";
}

/// <summary>A call that is made of its login.</summary>
/// <returns>The call, or why it cannot be made.</returns>
public delegate (HttpCall? Call, ToolFault? Fault) MakeCall(ToolLogin login);
