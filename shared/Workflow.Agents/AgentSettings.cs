using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflow.Agents;

/// <summary>How one agent is served.</summary>
public sealed class AgentSettings
{
    /// <summary>Path of its endpoint. Default <c>/agents/{name}</c>.</summary>
    public string? Path { get; set; }

    /// <summary>What it does, for people; told when it registers itself.</summary>
    public string? Description { get; set; }

    /// <summary>Limit of one attempt, in whole seconds; told when it registers itself. Null for none.</summary>
    public int? TimeoutSeconds { get; set; }

    /// <summary>Calls at a time that one bridge makes of it; told when it registers itself. Null for the bridge's own
    /// limit.</summary>
    public int? MaxConcurrency { get; set; }

    /// <summary>Why an input is refused before the handler sees it; null when none is.</summary>
    public Func<object, string?>? Refuse { get; set; }

    /// <summary>Told of every call, also of one that repeats a task; null for nothing.</summary>
    public Action<AgentCall>? OnCall { get; set; }

    /// <summary>After how long an answer that is not ready goes on line by line, with heartbeats, so that nothing
    /// on the way takes the connection for dead. Default 2 s.</summary>
    public TimeSpan LinesAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often it says that it is alive while nothing else is said. It must be well below the platform's
    /// limit of silence, 60 s unless changed there. Default 10 s.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Answers remembered, to be given again to the same task. Default 1,000.</summary>
    public int FinishedMax { get; set; } = 1_000;

    /// <summary>Largest body of a call. Default 8 MiB.</summary>
    public long BodyBytesMax { get; set; } = 8 * 1024 * 1024;

    /// <summary>Shape of inputs, outputs and checkpoints. Default: snake_case, absent members left out.</summary>
    public JsonSerializerOptions Json { get; set; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
