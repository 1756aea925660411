using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Jq;
using Workflow.Outgoing.Calls;
using Workflow.Tools;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;

namespace Workflow.Execution.Tasks.CallHttp;

/// <summary>Evaluates what a <c>call: http</c> sends.</summary>
internal sealed class HttpCallMaking(CallHttpTask task, TaskCall call, Uri address, CallSecrets secrets)
{
    private bool IsConfidential => secrets.Any || task.SendsLogin;

    /// <exception cref="JqException">An expression failed.</exception>
    public (HttpCall? Call, ToolFault? Fault) Plain(HttpTool tool) => Make(secrets.In(call.Scope), tool);

    /// <summary>With <c>$authorization</c>; what fails about it is not told.</summary>
    public (HttpCall? Call, ToolFault? Fault) With(ToolLogin login, HttpTool tool)
    {
        try
        {
            return Make(secrets.In(call.Scope).With("authorization", login.Descriptor), tool);
        }
        catch (JqException)
        {
            return (null, new ToolFault(
                ToolFaultKind.Expression, 400,
                "An expression of the call failed; why is not told, since it could hold the login."));
        }
    }

    private (HttpCall? Call, ToolFault? Fault) Make(ExpressionScope scope, HttpTool tool)
    {
        var body = task.Body?.Evaluate(call.Input, scope);
        var headers = Headers(scope, body is not null);
        if (HttpHeaders.ProblemOf(headers) is { } wrong)
        {
            return (null, ToolFault.Validation(IsConfidential
                ? "A header cannot be sent; which is not told, since they may hold secrets."
                : wrong));
        }

        var http = new HttpCall(
            new OutgoingRequest(
                task.Method, WithQuery(scope), headers,
                body is null ? null : HttpBody.Encode(body, HttpHeaders.ContentType(headers)),
                task.Redirect)
            {
                IsConfidential = IsConfidential,
            },
            task.Output);
        return tool.Refusal(http) is { } refusal ? (null, refusal) : (http, null);
    }

    private Uri WithQuery(ExpressionScope scope)
    {
        if (task.Query is null)
        {
            return address;
        }

        var pairs = task.Query.Evaluate(call.Input, scope).Members
            .Select(member => Pair(member.Key, HttpBody.Text(member.Value)));
        var builder = new UriBuilder(address);
        builder.Query = string.Join('&', builder.Query.Length > 1 ? [builder.Query[1..], .. pairs] : pairs);
        return builder.Uri;
    }

    private static string Pair(string name, string value) =>
        $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";

    private List<KeyValuePair<string, string>> Headers(ExpressionScope scope, bool hasBody)
    {
        var headers = (task.Headers?.Evaluate(call.Input, scope).Members ?? [])
            .Select(member => KeyValuePair.Create(member.Key, HttpBody.Text(member.Value)))
            .Where(header => hasBody || !HttpHeaders.IsContentType(header.Key))
            .ToList();
        if (hasBody && !headers.Exists(header => HttpHeaders.IsContentType(header.Key)))
        {
            headers.Add(KeyValuePair.Create("Content-Type", "application/json"));
        }

        if (!headers.Exists(header => header.Key.Equals("Idempotency-Key", StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(KeyValuePair.Create("Idempotency-Key", call.TaskId.ToString()));
        }

        return headers;
    }
}
