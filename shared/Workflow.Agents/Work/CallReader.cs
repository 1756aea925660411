using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Workflow.Agents.Work;

/// <summary>Reads a call and its input, and says what is wrong with them.</summary>
internal static class CallReader
{
    private static readonly JsonSerializerOptions Envelope = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static async Task<(AgentCall? Call, TInput? Input, AgentTaskResult? Refusal)> ReadAsync<TInput>(
        HttpContext http, AgentSettings settings)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = settings.BodyBytesMax;
        }

        AgentCall? call;
        try
        {
            call = await JsonSerializer.DeserializeAsync<AgentCall>(http.Request.Body, Envelope, http.RequestAborted);
        }
        catch (JsonException error)
        {
            return (null, default, AgentProblem.Of(
                400, "The body is no call.", $"A call of the workflow platform is expected: {error.Message}"));
        }

        if (call is null || call.TaskId == Guid.Empty || call.Input.ValueKind == JsonValueKind.Undefined)
        {
            return (null, default, AgentProblem.Of(
                400, "The call is incomplete.", "'task_id' (a UUID) and 'input' are needed."));
        }

        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > 0 && !(Guid.TryParse(key, out var id) && id == call.TaskId))
        {
            return (null, default, AgentProblem.Of(
                400, "The call contradicts itself.", $"Idempotency-Key is '{key}', task_id is {call.TaskId}."));
        }

        try
        {
            var input = call.Input.Deserialize<TInput>(settings.Json);
            var why = input is null ? "The input is null." : settings.Refuse?.Invoke(input);
            return why is null ? (call, input, null) : (null, default, Unfit(call, why));
        }
        catch (JsonException error)
        {
            return (null, default, Unfit(call, $"It does not fit at {error.Path ?? "$"}: {error.Message}"));
        }
    }

    private static AgentTaskResult Unfit(AgentCall call, string why) =>
        AgentProblem.Of(422, $"{call.Agent ?? "The agent"} cannot work on this input.", why);
}

/// <summary>Failures as problems (RFC 9457).</summary>
internal static class AgentProblem
{
    public static AgentTaskResult Of(int status, string title, string? detail)
    {
        var problem = new JsonObject { ["title"] = title, ["status"] = status };
        if (detail is not null)
        {
            problem["detail"] = detail;
        }

        return new AgentTaskResult(status, JsonSerializer.SerializeToUtf8Bytes(problem));
    }
}
