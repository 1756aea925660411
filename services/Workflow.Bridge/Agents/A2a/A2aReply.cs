using System.Text.Json;

namespace Workflow.Bridge.Agents.A2a;

/// <summary>What came back to one request: a result, or why there is none.</summary>
/// <param name="Fault">Null when there is a result.</param>
/// <param name="Code">Of the protocol's error; null when it was none.</param>
internal readonly record struct A2aReply(JsonElement Result, AgentAnswer? Fault, int? Code = null)
{
    private const int TaskNotFound = -32001;
    private const int TaskNotCancelable = -32002;

    public bool IsUnknownTask => Code == TaskNotFound;

    /// <summary>There is nothing to cancel (any more).</summary>
    public bool IsOver => Code is TaskNotFound or TaskNotCancelable;

    /// <summary>Whether another try may go well.</summary>
    public bool IsPassing { get; private init; }

    public static A2aReply Of(JsonElement result) => new(result, null);

    /// <summary>What came back is no answer of the protocol.</summary>
    public static A2aReply Failed(AgentAnswer fault) => new(default, fault);

    /// <summary>The agent is not there, or is not well.</summary>
    public static A2aReply Away(AgentAnswer fault) =>
        new(default, fault) { IsPassing = fault.Error is { Status: >= 500 or 429 } };
}
