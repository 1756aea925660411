using System.Text.Json.Nodes;

namespace Workflow.ChaosTests.Load;

/// <summary>A kind of run: its definition, and what a run of it must come to.</summary>
/// <param name="Weight">How often it is drawn; 0 for a kind that only other runs start.</param>
/// <param name="Output">Of a completed run, from its number; null for a kind that fails.</param>
/// <param name="Steps">Name of a task, and how often a completed run has it COMPLETED.</param>
internal sealed record LoadKind(
    string Name, int Weight, Func<int, JsonNode>? Output, IReadOnlyDictionary<string, int> Steps, Func<JsonArray> Tasks)
{
    public const string Namespace = "chaos";

    /// <summary>Whether some of its runs are cancelled at a random moment.</summary>
    public bool IsCancellable { get; init; }

    public LoadVerb Verb { get; init; }

    /// <summary>Whether a run of it brings every process down that executes it.</summary>
    public bool IsPoison { get; init; }

    /// <summary>The whole definition.</summary>
    public JsonObject Document => new()
    {
        ["document"] = new JsonObject
        {
            ["dsl"] = "1.0.0", ["namespace"] = Namespace, ["name"] = Name, ["version"] = "1.0.0",
        },
        ["do"] = Tasks(),
    };
}

/// <summary>What the client does with a run beside starting it, or how it starts it.</summary>
internal enum LoadVerb
{
    None,
    PauseAndResume,
    RetryWhenFailed,
    RerunWhenCompleted,
    StartLater,
    StartByMessage,
    SendSignals,
}
