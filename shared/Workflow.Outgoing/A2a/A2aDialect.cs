using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Model;

namespace Workflow.Outgoing.A2a;

/// <summary>How a version of the A2A protocol says it in JSON-RPC.</summary>
/// <param name="Version">Value of the header <c>A2A-Version</c>; null where there is none yet.</param>
/// <param name="HasKinds">Whether parts, messages and events name their kind in a member; else the name of the member
/// that holds them does.</param>
public sealed record A2aDialect(
    string Send, string Stream, string Get, string Cancel, string? Version, bool HasKinds)
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 256 };

    public static readonly A2aDialect BeforeOne = new(
        "message/send", "message/stream", "tasks/get", "tasks/cancel", null, HasKinds: true);

    public static readonly A2aDialect One = new(
        "SendMessage", "SendStreamingMessage", "GetTask", "CancelTask", "1.0", HasKinds: false);

    private static readonly Dictionary<string, string> OneNames = new()
    {
        ["message/send"] = "SendMessage",
        ["message/stream"] = "SendStreamingMessage",
        ["tasks/get"] = "GetTask",
        ["tasks/list"] = "ListTasks",
        ["tasks/cancel"] = "CancelTask",
        ["tasks/resubscribe"] = "SubscribeToTask",
        ["tasks/pushNotificationConfig/set"] = "CreateTaskPushNotificationConfig",
        ["tasks/pushNotificationConfig/get"] = "GetTaskPushNotificationConfig",
        ["tasks/pushNotificationConfig/list"] = "ListTaskPushNotificationConfigs",
        ["tasks/pushNotificationConfig/delete"] = "DeleteTaskPushNotificationConfig",
        ["agent/getAuthenticatedExtendedCard"] = "GetExtendedAgentCard",
    };

    /// <summary>What a method is called here that has another name before version 1.0.</summary>
    public string NameOf(string method) => HasKinds ? method : OneNames.GetValueOrDefault(method, method);

    /// <summary>Parameters that send the task's input: an object as data, a text as text. The message's id is the
    /// task's, so that an agent recognises it when it comes again; the context's id is the run's.</summary>
    public JsonObject Message(AgentTask task, string? tenant)
    {
        var input = JsonNode.Parse(task.Input.IsEmpty ? "null"u8 : task.Input.Utf8.Span, null, Depth);
        var isText = input is JsonValue value && value.TryGetValue<string>(out _);
        var part = new JsonObject { [isText ? "text" : "data"] = DataOf(input, isText) };
        var message = new JsonObject
        {
            ["messageId"] = task.TaskId.ToString(),
            ["contextId"] = task.RunId.ToString(),
            ["role"] = HasKinds ? "user" : "ROLE_USER",
            ["parts"] = new JsonArray(part),
            ["metadata"] = new JsonObject
            {
                ["step"] = task.Step,
                ["attempt"] = task.Attempt,
            },
        };
        var configuration = new JsonObject { [HasKinds ? "blocking" : "returnImmediately"] = !HasKinds };
        if (HasKinds)
        {
            part["kind"] = isText ? "text" : "data";
            message["kind"] = "message";
        }

        return WithTenant(new JsonObject { ["message"] = message, ["configuration"] = configuration }, tenant);
    }

    /// <summary>Parameters that name one of the agent's tasks.</summary>
    public JsonObject Task(string id, string? tenant) => WithTenant(new JsonObject { ["id"] = id }, tenant);

    private static JsonObject WithTenant(JsonObject parameters, string? tenant)
    {
        if (tenant is not null)
        {
            parameters["tenant"] = tenant;
        }

        return parameters;
    }

    /// <summary>Before version 1.0, data is an object.</summary>
    private JsonNode? DataOf(JsonNode? input, bool isText) =>
        isText || !HasKinds || input is JsonObject ? input : new JsonObject { ["value"] = input };
}
