using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads the <c>with</c> of <c>call: http</c>.</summary>
internal static class HttpCallReader
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    private static readonly Dictionary<string, HttpOutput> Outputs = new()
    {
        ["raw"] = HttpOutput.Raw,
        ["content"] = HttpOutput.Content,
        ["response"] = HttpOutput.Response,
    };

    public static TaskNode? Read(ReadContext context, TaskPlace at, LocatedNode? node)
    {
        if (ObjectView.Open(context, node, Shapes.Http) is not { } with)
        {
            return null;
        }

        var method = ReadMethod(context, with.Require("method", "an HTTP method such as `get`"));
        var endpoint = EndpointReader.Read(
            context, with.Require("endpoint", "an absolute http or https URI"), at.Variables);
        var secrets = new List<string>();
        var (headers, query, body) = context.Secrets.InCall(secrets, () => (
            HttpPairsReader.Read(context, with["headers"], at.Variables, areHeaders: true),
            HttpPairsReader.Read(context, with["query"], at.Variables, areHeaders: false),
            with["body"] is { } content ? TemplateReader.Read(context, content, at.Variables) : null),
            out var sendsLogin);
        if (sendsLogin && IsDigest(endpoint?.Authentication))
        {
            context.AddAtName(
                with.Node, "`$authorization` has no value with `digest`: what is sent is known only once the server "
                + "has asked for it. Leave one of the two out.");
        }

        var output = ReadOutput(context, with["output"]);
        var redirect = ScalarReader.Flag(context, with["redirect"]) ?? false;
        return method is null || endpoint is null ? null : new CallHttpTask
        {
            Name = at.Name,
            Pointer = at.Pointer,
            Method = method,
            Endpoint = endpoint,
            Headers = headers,
            Query = query,
            Body = body,
            Output = output,
            Redirect = redirect,
            SendsLogin = sendsLogin,
            Secrets = [.. secrets.Distinct()],
        };
    }

    private static bool IsDigest(AuthenticationSpec? login) =>
        login is DigestAuthentication or SecretAuthentication { Scheme: LoginScheme.Digest };

    private static string? ReadMethod(ReadContext context, LocatedNode? node)
    {
        var expected = $"one of {string.Join(", ", Methods)}, in any case";
        if (ScalarReader.Text(context, node, expected) is not { } text)
        {
            return null;
        }

        var method = text.ToUpperInvariant();
        if (Methods.Contains(method))
        {
            return method;
        }

        var meant = Spelling.Nearest(method, Methods) is { } near ? $"; did you mean `{near}`?" : ".";
        context.Add(node!, $"{Quote.Of(text)} is no HTTP method{meant}", expected);
        return null;
    }

    public static HttpOutput ReadOutput(ReadContext context, LocatedNode? node)
    {
        var expected = $"one of {Quote.Any([.. Outputs.Keys])}";
        if (ScalarReader.Text(context, node, expected) is { } text && !Outputs.ContainsKey(text))
        {
            context.AddWrongKind(node!, expected);
        }

        return Outputs.GetValueOrDefault(node?.Text ?? "", HttpOutput.Content);
    }
}
