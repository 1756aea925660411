using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Agents.Work;

namespace Workflow.Agents;

/// <summary>What a handler sees of its task beside the input, and what it may tell of it. Thread-safe.</summary>
public sealed class AgentContext
{
    private readonly AgentTaskWork _work;
    private readonly JsonSerializerOptions _json;

    internal AgentContext(AgentTaskWork work, JsonSerializerOptions json) => (_work, _json) = (work, json);

    /// <summary>The call as it came.</summary>
    public AgentCall Call => _work.Call;

    /// <summary>The same whenever this attempt is given to the agent: an effect outside carries it, so that it happens
    /// once.</summary>
    public Guid TaskId => Call.TaskId;

    public Guid RunId => Call.RunId;

    /// <summary>Counts from 1.</summary>
    public int Attempt => Call.Attempt;

    /// <summary>When the platform gives up; null without a limit.</summary>
    public DateTimeOffset? Deadline => Call.Deadline;

    /// <summary>Cancelled when nobody waits for the result any more: the run was cancelled, the step has ended, or the
    /// deadline is over.</summary>
    public CancellationToken Cancelled => _work.Cancelled;

    /// <summary>Whether the call was answered with 202, so that the answer is called back.</summary>
    public bool IsAccepted => _work.Acceptance is not null;

    /// <summary>What was reported last of this attempt, or of the one before it that failed.</summary>
    /// <returns>Null when nothing was.</returns>
    /// <exception cref="JsonException">It does not fit the type.</exception>
    public T? Checkpoint<T>() => Call.Checkpoint is { ValueKind: not JsonValueKind.Null } checkpoint
        ? checkpoint.Deserialize<T>(_json)
        : default;

    /// <summary>Reports how far the work is, to be told should this step's task be given to an agent again. The
    /// last one counts; at most 64 KiB, unless the platform is set otherwise.</summary>
    public Task CheckpointAsync<T>(T checkpoint) =>
        _work.ReportAsync("checkpoint", JsonSerializer.SerializeToNode(checkpoint, _json), keeps: true);

    /// <summary>Reports how much of the work is done, from 0 to 1. Heartbeats are sent by themselves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0, above 1 or no number.</exception>
    public Task ProgressAsync(double share) => share is >= 0 and <= 1
        ? _work.ReportAsync("progress", JsonValue.Create(share), keeps: false)
        : throw new ArgumentOutOfRangeException(nameof(share), share, "Progress is a share from 0 to 1.");

    /// <summary>Reports anything else that the platform understands as a line of an answer, such as a log line or
    /// a call of a tool: the member is the line's only one. A platform that does not know it takes it as a sign of
    /// life.</summary>
    /// <exception cref="ArgumentException">The member would end the answer.</exception>
    public Task ReportAsync(string member, JsonNode? value) => member is "result" or "error"
        ? throw new ArgumentException($"'{member}' ends the answer: return or throw instead.", nameof(member))
        : _work.ReportAsync(member, value, keeps: false);

    /// <summary>Answers 202 now, so that no connection is held, and calls the result back once the handler ends. From
    /// now on heartbeats, progress and checkpoints are called back too.</summary>
    /// <param name="lifetime">How long the platform waits for a word before it gives the task to the agent again; a
    /// third of it is the time between heartbeats. Default 10 minutes.</param>
    /// <exception cref="InvalidOperationException">The platform takes no callbacks, or something was reported before.
    /// </exception>
    public void Accept(TimeSpan? lifetime = null) => _work.Accept(lifetime ?? TimeSpan.FromMinutes(10));
}
