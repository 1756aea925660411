using System.Text;
using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.External;
using Workflow.Definitions.Reading.Tasks;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading;

/// <summary>Reads where something is that becomes a part of the definition. It is fetched before any run, so that
/// nothing in it can depend on one.</summary>
internal static class ResourceReader
{
    /// <summary>Of an external resource (DSL: <c>name</c>, <c>endpoint</c>).</summary>
    public static ResourceRequest? Read(ReadContext context, LocatedNode? node) =>
        ObjectView.Open(context, node, ToolShapes.Resource) is { } resource
            ? ReadEndpoint(context, resource.Require("endpoint", "where it is, such as https://host/schema.json"))
            : null;

    /// <summary>An endpoint without expressions and secrets.</summary>
    public static ResourceRequest? ReadEndpoint(ReadContext context, LocatedNode? node)
    {
        var before = context.Errors.Count;
        var endpoint = EndpointReader.Read(context, node, VariableScope.Empty.At(Moment.WorkflowInput));
        if (endpoint is null || context.Errors.Count > before)
        {
            return null;
        }

        var uri = node!.Kind == NodeKind.Object ? node.Find("uri")! : node;
        if (endpoint.Uri is not LiteralTemplate || uri.Text.Contains('{'))
        {
            context.Add(
                uri, "It is fetched when the definition is registered, before any run: the address must be written "
                + "out, without expressions and `{…}`.", "an absolute http or https URI");
            return null;
        }

        var address = new Uri(uri.Text);
        if (address.Fragment.Length > 0 || address.UserInfo.Length > 0)
        {
            context.Add(
                uri, address.Fragment.Length > 0
                    ? "The address has a fragment, and only whole documents are fetched."
                    : "The address holds a user; write it below `authentication`.", "an absolute http or https URI");
            return null;
        }

        var login = endpoint.Authentication;
        var authorization = HeaderOf(login);
        if (login is null || authorization is not null)
        {
            return new ResourceRequest(address, authorization);
        }

        context.Add(
            node.Find("authentication")!, "It is fetched when the definition is registered, where no secret is known: "
            + "only `basic` and `bearer` with values that are written out can be used here.");
        return null;
    }

    /// <summary>Notes what has to be fetched.</summary>
    /// <param name="what">For messages.</param>
    /// <param name="remedy">What to do where nothing is fetched.</param>
    /// <param name="key">See <see cref="ExternalNeed.Key"/>.</param>
    /// <param name="pin">See <see cref="ExternalNeed.Pin"/>.</param>
    public static void Need(
        ReadContext context, LocatedNode at, string what, ResourceRequest request, string remedy, object key,
        Func<LocatedNode, LocatedNode> pin)
    {
        if (context.Needs is { } needs)
        {
            needs.Add(new ExternalNeed(at, what, request, key, pin));
        }
        else
        {
            context.Add(
                at, $"{what} is at {request}, and is fetched only when a definition is registered; register it, or "
                + $"{remedy}.");
        }
    }

    private static string? HeaderOf(AuthenticationSpec? login) => login switch
    {
        BasicAuthentication { Username: LiteralTemplate user, Password: LiteralTemplate password } =>
            "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(
                $"{user.Value.AsString}:{password.Value.AsString}")),
        BearerAuthentication { Token: LiteralTemplate token } => $"Bearer {token.Value.AsString}",
        _ => null,
    };
}
