using Workflow.Jq;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;

namespace Workflow.Tools.OpenApi;

/// <summary>Calls operations that OpenAPI documents describe (3.0, 3.1, Swagger 2; JSON or YAML).
/// Thread-safe.</summary>
public sealed class OpenApiTool(HttpTool http, OpenApiDocuments documents)
{
    /// <param name="documentLogin">For where the document is.</param>
    /// <param name="findLogin">For the operation's server.</param>
    public async Task<ToolAnswer> CallAsync(
        OpenApiCall call, FindLogin documentLogin, FindLogin findLogin, CancellationToken ct)
    {
        if (call.Parameters.Kind != JqKind.Object)
        {
            return ToolAnswer.Failed(ToolFault.Validation(
                $"The parameters of '{call.OperationId}' must be an object{Shown(call)}."));
        }

        var login = await documentLogin(call.Document, ct);
        if (login.Fault is { } fault)
        {
            return ToolAnswer.Failed(fault);
        }

        var reading = await documents.GetAsync(call.Document, login.Login, ct);
        if (reading.Found is null)
        {
            return ToolAnswer.Failed(reading.Fault!);
        }

        var (request, wrong) = OpenApiRequests.Build(reading.Found, call);
        if (request is null)
        {
            return ToolAnswer.Failed(call.IsConfidential ? wrong! with
            {
                Detail = $"The request of operation '{call.OperationId}' cannot be made of its parameters; why is not "
                    + "told, since they hold secrets.",
            } : wrong!);
        }

        var made = new HttpCall(request with { IsConfidential = call.IsConfidential }, call.Output);
        return http.Refusal(made) is { } refusal
            ? ToolAnswer.Failed(refusal)
            : await http.CallAsync(made, findLogin, ct);
    }

    private static string Shown(OpenApiCall call) => call.IsConfidential ? "" : $", but are {call.Parameters}";
}
