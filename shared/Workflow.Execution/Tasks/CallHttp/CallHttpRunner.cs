using System.Globalization;
using System.Net.Http.Headers;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Runs;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.CallHttp;

/// <summary><c>call: http</c>, made by the executor itself behind the effect barrier, with the task id as
/// Idempotency-Key.</summary>
public sealed class CallHttpRunner(HttpClient client, ExecutionOptions options) : ITaskRunner
{
    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var task = (CallHttpTask)call.Node;
        var endpoint = task.Endpoint.Evaluate(call.Input, call.Scope).AsString ?? "";
        endpoint = task.Endpoint is LiteralTemplate ? UriTemplate.Expand(endpoint, call.Input) : endpoint;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return TaskOutcome.Failed(WorkflowError.Configuration(
                $"'{endpoint}' is no absolute http or https address.", task.Pointer));
        }

        using var request = new HttpRequestMessage(new HttpMethod(task.Method), WithQuery(address, task, call));
        if (AddContent(request, task, call) is { } problem)
        {
            return TaskOutcome.Failed(WorkflowError.Validation(problem, task.Pointer));
        }

        call.Note(draft => draft with
        {
            ToolName = "http",
            TaskId = call.TaskId,
            Input = call.Run.TextOf(call.Input),
        });
        call.Begin();
        if (!await call.BarrierAsync(ct))
        {
            return TaskOutcome.Held;
        }

        call.Committed = _ => { };
        return await Deadline.RunAsync(
            call.Run,
            call.Run.Clock.GetUtcNow() + options.HttpTimeout,
            inner => SendAsync(call, task, request, inner),
            () => WorkflowError.Timeout($"{address} did not answer within {options.HttpTimeout}.", task.Pointer),
            ct);
    }

    private async ValueTask<TaskOutcome> SendAsync(
        TaskCall call, CallHttpTask task, HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            var answer = await call.Run.InProcessAsync(
                HttpExchange.SendAsync(client, request, options.PayloadBytesMax, ct));
            var isSuccess = answer.Status is >= 200 and < 300 || task.Redirect && answer.Status is >= 300 and < 400;
            return isSuccess
                ? TaskOutcome.Completed(answer.ToOutput(task.Output))
                : TaskOutcome.Failed(WorkflowError.Communication(
                    answer.Status, $"{request.Method} {request.RequestUri} answered {answer.Status}.", task.Pointer));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return TaskOutcome.Failed(WorkflowError.Communication(
                503, $"{request.Method} {request.RequestUri}: {error.Message}", task.Pointer));
        }
    }

    private static Uri WithQuery(Uri address, CallHttpTask task, TaskCall call)
    {
        if (task.Query is null)
        {
            return address;
        }

        var pairs = task.Query.Evaluate(call.Input, call.Scope).Members
            .Select(member => $"{Uri.EscapeDataString(member.Key)}={Uri.EscapeDataString(Text(member.Value))}");
        var builder = new UriBuilder(address);
        builder.Query = string.Join('&', builder.Query.Length > 1 ? [builder.Query[1..], .. pairs] : pairs);
        return builder.Uri;
    }

    /// <returns>What is wrong with a header; null when nothing is.</returns>
    private static string? AddContent(HttpRequestMessage request, CallHttpTask task, TaskCall call)
    {
        if (task.Body?.Evaluate(call.Input, call.Scope) is { } body)
        {
            request.Content = new ByteArrayContent(body.ToUtf8());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        request.Headers.TryAddWithoutValidation("Idempotency-Key", call.TaskId.ToString());
        foreach (var (name, value) in task.Headers?.Evaluate(call.Input, call.Scope).Members ?? [])
        {
            if (!name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                request.Headers.TryAddWithoutValidation(name, Text(value));
            }
            else if (!MediaTypeHeaderValue.TryParse(Text(value), out var type))
            {
                return $"Header Content-Type is '{Text(value)}', which is no media type such as application/json.";
            }
            else if (request.Content is not null)
            {
                request.Content.Headers.ContentType = type;
            }
        }

        return null;
    }

    private static string Text(JqValue value) =>
        value.AsString ?? value.ToJson().ToString(CultureInfo.InvariantCulture);
}
