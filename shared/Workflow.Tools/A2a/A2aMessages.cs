using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Jq;
using Workflow.Outgoing.A2a;

namespace Workflow.Tools.A2a;

/// <summary>Writes requests in the words of one version of the protocol.</summary>
internal static class A2aMessages
{
    /// <summary>Levels of parameters; more than most values of a run have.</summary>
    public const int DepthMax = 512;

    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = DepthMax };

    /// <param name="tenant">Of the agent's card; null for none.</param>
    public static byte[] Request(A2aCall call, A2aDialect dialect, string? tenant)
    {
        var parameters = (JsonObject)JsonNode.Parse(call.Parameters.ToUtf8(), null, Depth)!;
        if (call.IsMessage)
        {
            var message = parameters["message"] as JsonObject ?? [];
            parameters["message"] = Completed((JsonObject)message.DeepClone(), call.TaskId, dialect);
        }

        if (tenant is not null)
        {
            parameters.TryAdd("tenant", tenant);
        }

        var request = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = call.TaskId.ToString(),
            ["method"] = dialect.NameOf(call.Method),
            ["params"] = parameters,
        };
        return Encoding.UTF8.GetBytes(request.ToJsonString());
    }

    /// <summary>Id and role as the DSL says, and the words of version 1.0 where the agent speaks that.</summary>
    private static JsonObject Completed(JsonObject message, Guid taskId, A2aDialect dialect)
    {
        message.TryAdd("messageId", taskId.ToString());
        message.TryAdd("role", "user");
        if (dialect.HasKinds)
        {
            message.TryAdd("kind", "message");
            return message;
        }

        message.Remove("kind");
        message["role"] = message["role"]?.ToString() switch
        {
            "user" => "ROLE_USER",
            "agent" => "ROLE_AGENT",
            _ => message["role"]?.DeepClone(),
        };
        foreach (var part in (message["parts"] as JsonArray ?? []).OfType<JsonObject>())
        {
            part.Remove("kind");
        }

        return message;
    }
}
