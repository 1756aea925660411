using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;
using Workflow.Jq;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads how a call logs in: inline, or the name of a policy in <c>use.authentications</c>.</summary>
internal static class AuthenticationReader
{
    public const string Section = "authentications";

    private const string Expected =
        "an object with `basic`, `bearer`, `digest`, `oauth2` or `oidc`, or with `use` and a name of "
        + "`use.authentications`";

    public static AuthenticationSpec? Read(ReadContext context, LocatedNode? node, Variables variables)
    {
        var reference = node?.Kind == NodeKind.Object ? node.Find("use") : node;
        if (reference is not { Kind: NodeKind.String })
        {
            return node is null ? null : ReadInline(context, node, variables);
        }

        if (node!.Kind == NodeKind.Object && node.Children.Count > 1)
        {
            context.AddAtName(node, "`use` stands alone: the policy it names says the rest.", Expected);
            return null;
        }

        return context.Reusables.Find(context, reference, Section) is not { } component
            ? null
            : context.Reusables.ReadOnce(
                component, variables.Key, found => ReadInline(context, found, variables));
    }

    public static AuthenticationSpec? ReadInline(ReadContext context, LocatedNode node, Variables variables)
    {
        if (ObjectView.Open(context, node, LoginShapes.Authentication) is not { } policy)
        {
            return null;
        }

        var children = policy.Node.Children;
        var kinds = children.Where(child => LoginShapes.Authentication.Names.Contains(child.Name!)).ToList();
        if (kinds.Count != 1)
        {
            // Anything else in it has been refused by name.
            if (kinds.Count > 1 || children.Count == 0)
            {
                context.Add(node, $"An authentication has one scheme; here are {kinds.Count}.", Expected);
            }

            return null;
        }

        return kinds[0].Name switch
        {
            "basic" => ReadBasic(context, kinds[0], variables, isDigest: false),
            "digest" => ReadBasic(context, kinds[0], variables, isDigest: true),
            "bearer" => ReadBearer(context, kinds[0], variables),
            "oauth2" => TokenLoginReader.Read(context, kinds[0], variables, isOidc: false),
            _ => TokenLoginReader.Read(context, kinds[0], variables, isOidc: true),
        };
    }

    /// <summary>Text, or an expression that may name secrets.</summary>
    public static Template? ReadValue(
        ReadContext context, LocatedNode? node, Variables variables, List<string> secrets)
    {
        if (ScalarReader.Text(context, node, "text or an expression `${ … }`") is not { } text)
        {
            return null;
        }

        return ExpressionText.IsMarked(text)
            ? context.Secrets.In(secrets, () => TemplateReader.Read(context, node!, variables))
            : new LiteralTemplate(JqValue.String(text));
    }

    public static SecretAuthentication? ReadSecret(ReadContext context, ObjectView login, LoginScheme scheme)
    {
        if (login.Node.Children.Count > 1)
        {
            context.AddAtName(login.Node, "`use` stands alone: the secret it names says the rest.");
            return null;
        }

        var use = login["use"]!;
        return ScalarReader.Text(context, use, "the name of a secret") is { } name
            && SecretNames.IsListed(context, use, name)
            ? new SecretAuthentication(scheme, name) { Secrets = [name] }
            : null;
    }

    private static AuthenticationSpec? ReadBasic(
        ReadContext context, LocatedNode node, Variables variables, bool isDigest)
    {
        if (ObjectView.Open(context, node, LoginShapes.Basic) is not { } basic)
        {
            return null;
        }

        if (basic["use"] is not null)
        {
            return ReadSecret(context, basic, isDigest ? LoginScheme.Digest : LoginScheme.Basic);
        }

        var secrets = new List<string>();
        var username = ReadValue(context, basic.Require("username", "the user's name"), variables, secrets);
        var password = ReadValue(
            context, basic.Require("password", "a secret such as ${ $secrets.name }"), variables, secrets);
        if (username is null || password is null)
        {
            return null;
        }

        AuthenticationSpec login = isDigest
            ? new DigestAuthentication(username, password)
            : new BasicAuthentication(username, password);
        return login with { Secrets = [.. secrets.Distinct()] };
    }

    private static AuthenticationSpec? ReadBearer(ReadContext context, LocatedNode node, Variables variables)
    {
        if (ObjectView.Open(context, node, LoginShapes.Bearer) is not { } bearer)
        {
            return null;
        }

        if (bearer["use"] is not null)
        {
            return ReadSecret(context, bearer, LoginScheme.Bearer);
        }

        var secrets = new List<string>();
        var token = ReadValue(
            context, bearer.Require("token", "a secret such as ${ $secrets.name }"), variables, secrets);
        return token is null ? null : new BearerAuthentication(token) { Secrets = [.. secrets.Distinct()] };
    }
}
