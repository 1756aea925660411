using System.Text.Json.Nodes;

namespace Workflow.Api.Explain;

/// <summary>Why an execution is where it is, and what comes next.</summary>
/// <param name="Summary">The first reason in one sentence.</param>
/// <param name="Reasons">The most important first; at least one.</param>
/// <param name="Next">What will happen, the soonest first, without a known time last. Empty once it has ended.</param>
/// <param name="Remedies">What a person can do about it; empty when nothing is wrong.</param>
public sealed record RunExplanation(
    Guid ExecutionId, string Status, string Summary, IReadOnlyList<Reason> Reasons, IReadOnlyList<NextEvent> Next,
    IReadOnlyList<string> Remedies);

/// <summary>One thing that keeps an execution where it is, or made it end.</summary>
/// <param name="Code">One of those in docs/explain.md; never changes its meaning.</param>
/// <param name="Since">Since when it is so; null when that is not known.</param>
/// <param name="Until">When it ends by itself at the latest; null when it need not.</param>
/// <param name="Facts">For programs; which ones depends on the code.</param>
public sealed record Reason(
    string Code, string Message, DateTimeOffset? Since, DateTimeOffset? Until, JsonObject Facts);

/// <param name="When">Null when it may be any moment.</param>
public sealed record NextEvent(string What, DateTimeOffset? When);
