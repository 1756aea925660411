using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads <c>oauth2</c> and <c>oidc</c>: where a token is fetched, for whom, and with what.</summary>
internal static class TokenLoginReader
{
    private const string Exchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    private static readonly string[] Grants = ["client_credentials", "password", Exchange];

    private static readonly Dictionary<string, string> OtherGrants = new()
    {
        ["authorization_code"] = "needs a person at a browser, whom a run does not have",
        ["refresh_token"] = "has no place for the token in the DSL; tokens that can be refreshed are refreshed anyway",
    };

    private static readonly string[] Methods =
        ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"];

    private static readonly string?[] Lists = ["scopes", "audiences", "issuers"];

    private static readonly string?[] Texts = ["authority", "grant", "username", "password"];

    private static readonly string[] Encodings = ["application/x-www-form-urlencoded", "application/json"];

    public static AuthenticationSpec? Read(ReadContext context, LocatedNode node, Variables variables, bool isOidc)
    {
        var shape = isOidc ? LoginShapes.Oidc : LoginShapes.OAuth2;
        if (ObjectView.Open(context, node, shape) is not { } login)
        {
            return null;
        }

        if (login["use"] is not null)
        {
            return AuthenticationReader.ReadSecret(context, login, isOidc ? LoginScheme.Oidc : LoginScheme.OAuth2);
        }

        var errors = context.Errors.Count;
        CheckAuthority(context, login.Require("authority", "the address of whoever gives tokens"));
        CheckGrant(context, login);
        CheckClient(context, login);
        ObjectView.Open(context, login["endpoints"], LoginShapes.Endpoints);
        var request = ObjectView.Open(context, login["request"], LoginShapes.Request);
        CheckWord(context, request?["encoding"], Encodings);
        var secrets = new List<string>();
        var properties = ReadTree(context, node, variables, secrets);
        return context.Errors.Count > errors || properties is null
            ? null
            : new TokenAuthentication(isOidc, properties) { Secrets = [.. secrets.Distinct()] };
    }

    private static void CheckAuthority(ReadContext context, LocatedNode? node)
    {
        const string expected = "an absolute http or https address, or an expression";
        if (ScalarReader.Text(context, node, expected) is { } text && !ExpressionText.IsMarked(text)
            && UriTemplate.Problem(text) is { } problem)
        {
            context.Add(node!, $"{Quote.Of(text)} cannot be asked for tokens: {problem}", expected);
        }
    }

    private static void CheckGrant(ReadContext context, ObjectView login)
    {
        var expected = $"one of {Quote.Any(Grants)}";
        var node = login.Require("grant", expected);
        if (node is { Kind: NodeKind.String } && OtherGrants.TryGetValue(node.Text, out var why))
        {
            context.Add(node, $"The grant `{node.Text}` is not supported: it {why}.", expected);
            return;
        }

        CheckWord(context, node, Grants);
        if (node?.Text == "password")
        {
            login.Require("username", "the user's name");
            login.Require("password", "a secret such as ${ $secrets.name }");
        }

        if (node?.Text == Exchange)
        {
            CheckToken(context, login.Require("subject", "the token that is exchanged, with its type"));
            CheckToken(context, login["actor"]);
        }
    }

    private static void CheckToken(ReadContext context, LocatedNode? node)
    {
        var token = ObjectView.Open(context, node, LoginShapes.Token);
        token?.Require("token", "a secret such as ${ $secrets.name }");
        token?.Require("type", "the kind of token, such as urn:ietf:params:oauth:token-type:access_token");
    }

    private static void CheckClient(ReadContext context, ObjectView login)
    {
        var node = login["client"];
        var client = ObjectView.Open(context, node ?? login.Require(
            "client", "the client's `id` and `secret`, or `authentication: none`"), LoginShapes.Client);
        CheckWord(context, client?["authentication"], Methods);
        var method = client?["authentication"]?.Text ?? "client_secret_post";
        if (method != "none")
        {
            client?.Require("id", "the client's id");
        }

        if (method == "private_key_jwt")
        {
            client?.Require("assertion", "a signed JWT, from a secret such as ${ $secrets.name }");
        }
        else if (method != "none")
        {
            client?.Require("secret", "a secret such as ${ $secrets.name }");
        }
    }

    private static void CheckWord(ReadContext context, LocatedNode? node, string[] words)
    {
        var expected = $"one of {Quote.Any(words)}";
        if (ScalarReader.Text(context, node, expected) is { } text && !words.Contains(text))
        {
            var meant = Spelling.Nearest(text, words) is { } near ? $"; did you mean `{near}`?" : ".";
            context.Add(node!, $"{Quote.Of(text)} is none of the words of `{node!.Name}`{meant}", expected);
        }
    }

    private static Template? ReadTree(
        ReadContext context, LocatedNode node, Variables variables, List<string> secrets)
    {
        if (Lists.Contains(node.Name) && node.Kind != NodeKind.Array)
        {
            context.AddWrongKind(node, "a list of texts");
            return null;
        }

        if (node.Kind != NodeKind.Object && node.Kind != NodeKind.Array
            || node.Kind == NodeKind.Array && !Lists.Contains(node.Name)
            || node.Kind == NodeKind.Object && Texts.Contains(node.Name))
        {
            return ReadText(context, node, variables, secrets);
        }

        var children = node.Children
            .Select(child => (child.Name, Value: ReadTree(context, child, variables, secrets)))
            .ToList();
        return children.Exists(child => child.Value is null) ? null
            : node.Kind == NodeKind.Array ? new ArrayTemplate([.. children.Select(child => child.Value!)])
            : new ObjectTemplate([.. children.Select(child => KeyValuePair.Create(child.Name!, child.Value!))]);
    }

    /// <summary>Where tokens are fetched is told in errors: no secret stands there.</summary>
    private static Template? ReadText(
        ReadContext context, LocatedNode node, Variables variables, List<string> secrets)
    {
        var own = new List<string>();
        var text = AuthenticationReader.ReadValue(context, node, variables, own);
        if (own.Count > 0 && (node.Name == "authority" || node.Parent?.Name == "endpoints"))
        {
            context.Add(node, $"`{node.Name}` takes no secret: addresses are shown in errors.");
        }

        secrets.AddRange(own);
        return text;
    }
}
