using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Cli.Output;
using Workflow.Execution.Agents;
using Workflow.Model;

namespace Workflow.Cli.Local;

/// <summary>Posts tasks to HTTP agents as bridges do, for agents that answer with one JSON document. A task's id is the
/// <c>Idempotency-Key</c>.</summary>
internal sealed class AgentPoster(HttpClient http, TimeProvider time, CancellationToken ct) : IAgentTaskSender
{
    /// <summary>Who waits for the results.</summary>
    public AgentCalls? Calls { get; set; }

    public void Send(AgentTask task) => _ = AnswerAsync(task);

    private async Task AnswerAsync(AgentTask task)
    {
        var result = await CallAsync(task);
        Calls!.TryDeliver(result, _ => { });
    }

    private async Task<AgentResult> CallAsync(AgentTask task)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            if (task.Deadline is { } deadline)
            {
                var left = deadline - time.GetUtcNow();
                limit.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }

            using var request = RequestOf(task);
            using var answer = await http.SendAsync(request, limit.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(limit.Token);
            return answer.IsSuccessStatusCode ? Completed(task, body) : Refused(task, answer, body);
        }
        catch (OperationCanceledException)
        {
            return Failed(task, StandardErrors.Timeout, 408, "The agent did not answer in time.", null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Failed(
                task, StandardErrors.Communication, 503, "The agent could not be reached.",
                e.GetBaseException().Message);
        }
    }

    private static HttpRequestMessage RequestOf(AgentTask task)
    {
        var body = new JsonObject
        {
            ["task_id"] = task.TaskId,
            ["run_id"] = task.RunId,
            ["step"] = task.Step,
            ["agent"] = task.Agent,
            ["attempt"] = task.Attempt,
            ["deadline"] = task.Deadline?.ToString("O", CultureInfo.InvariantCulture),
            ["input"] = JsonNode.Parse(task.Input.Utf8.Span),
        };
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, JsonText.Compact));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, task.Endpoint) { Content = content };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Add("Idempotency-Key", task.TaskId.ToString());
        return request;
    }

    private AgentResult Completed(AgentTask task, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body.Length == 0 ? "null"u8.ToArray() : body);
            return Result(task, AgentOutcome.Completed, RawJson.FromElement(json.RootElement), null);
        }
        catch (JsonException e)
        {
            return Failed(
                task, StandardErrors.Communication, 502, "The agent's answer cannot be used.",
                $"It is no JSON: {e.Message}");
        }
    }

    private AgentResult Refused(AgentTask task, HttpResponseMessage answer, byte[] body)
    {
        var status = (int)answer.StatusCode;
        var title = $"The agent answered {status}.";
        try
        {
            var problem = JsonNode.Parse(body) as JsonObject;
            return Failed(
                task, StandardErrors.Communication, status, problem.TextAt("title") ?? title,
                problem.TextAt("detail"));
        }
        catch (JsonException)
        {
            return Failed(task, StandardErrors.Communication, status, title, null);
        }
    }

    private AgentResult Failed(AgentTask task, string type, int status, string title, string? detail) =>
        Result(task, AgentOutcome.Failed, default, new AgentError(type, status, title, detail));

    private AgentResult Result(AgentTask task, string outcome, RawJson output, AgentError? error) => new(
        task.TaskId, task.RunId, outcome, output, error, task.Shard, null, time.GetUtcNow());
}
