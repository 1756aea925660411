using System.Text;
using System.Text.Json.Serialization;

namespace Workflow.Model;

/// <summary>What an agent says of its work while it goes on: any of the three.</summary>
/// <param name="Lines">Log lines and pieces of output.</param>
public sealed record AgentReport(
    ProgressReport? Progress, IReadOnlyList<ReportedLine> Lines, ReportedToolCall? ToolCall)
{
    public static readonly AgentReport Nothing = new(null, [], null);

    public bool IsEmpty => Progress is null && Lines.Count == 0 && ToolCall is null;
}

/// <summary>How far an agent says it is.</summary>
/// <param name="Value">0 to 1.</param>
/// <param name="Message">What it is at, for people; null when it does not say.</param>
public sealed record ProgressReport(double Value, string? Message, DateTimeOffset At);

/// <summary>A line of an agent's log, or a piece of its output.</summary>
/// <param name="Kind"><see cref="Log"/> or <see cref="Output"/>.</param>
/// <param name="Level">debug, info, warning or error; null for output.</param>
/// <param name="Message">Text; null for output that is none.</param>
/// <param name="Data">Output that is no text, or what a log line has beside its text; empty for none.</param>
public sealed record ReportedLine(string Kind, string? Level, string? Message, RawJson Data, DateTimeOffset At)
{
    public const string Log = "log";
    public const string Output = "output";

    /// <summary>Offset of the message that brought it; with <see cref="Place"/> it tells a repetition.</summary>
    [JsonIgnore]
    public long Offset { get; init; }

    /// <summary>Which of that message's lines it is.</summary>
    [JsonIgnore]
    public int Place { get; init; }

    /// <summary>What it counts for in limits, in bytes.</summary>
    [JsonIgnore]
    public int Bytes => (Message is null ? 0 : Encoding.UTF8.GetByteCount(Message)) + Data.Utf8.Length;
}

/// <summary>A tool that an agent calls by itself.</summary>
/// <param name="Id">Tells the call from others of the same attempt.</param>
/// <param name="Status"><see cref="Started"/>, <see cref="Completed"/> or <see cref="Failed"/>.</param>
/// <param name="Error">Why it failed, in one line.</param>
/// <param name="LeftOut">Payloads that were too large to keep: input, output.</param>
public sealed record ReportedToolCall(
    string Id, string Name, string Status, RawJson Input, RawJson Output, string? Error, DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt, IReadOnlyList<string> LeftOut)
{
    public const string Started = "started";
    public const string Completed = "completed";
    public const string Failed = "failed";

    public bool HasEnded => Status != Started;

    /// <summary>What it takes to hold, in bytes.</summary>
    public int Bytes => Input.Utf8.Length + Output.Utf8.Length + (Error?.Length ?? 0) + Id.Length + Name.Length + 100;

    /// <summary>Both reports in one; what has ended stays as it is.</summary>
    public ReportedToolCall With(ReportedToolCall later) => HasEnded || !later.HasEnded ? this : later with
    {
        Input = later.Input.IsEmpty ? Input : later.Input,
        StartedAt = StartedAt ?? later.StartedAt,
        LeftOut = [.. LeftOut.Union(later.LeftOut)],
    };
}

/// <summary>What the agent of one attempt has said since it was last told of: for whoever watches the run. Body of
/// <see cref="Topics.RunEvents"/>, keyed by run. It is no change of the run, and may be lost.</summary>
/// <param name="Lines">The newest ones.</param>
/// <param name="Dropped">Lines before them that were too many.</param>
public sealed record RunReport(
    Guid RunId, string StepId, string StepPath, string Iteration, int Attempt, string? AgentName,
    ProgressReport? Progress, IReadOnlyList<ReportedLine> Lines, long Dropped, DateTimeOffset Timestamp,
    string MessageType = RunReport.Type)
{
    public const string Type = "run_report";
}
