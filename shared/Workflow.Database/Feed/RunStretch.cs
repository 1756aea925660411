using Workflow.Model;

namespace Workflow.Database.Feed;

/// <summary>A run and the last revision of it that somebody knows.</summary>
public readonly record struct FeedPlace(Guid RunId, long Revision);

/// <summary>The changes of a run after a revision, told again from its rows.</summary>
/// <param name="Events">One per revision, without a gap, from the one after the asked place on.</param>
/// <param name="Revision">The run's revision now; more than the last event's when the stretch was cut.</param>
/// <param name="End">What the run left behind; null while it is open.</param>
public sealed record RunStretch(Guid RunId, IReadOnlyList<RunEvent> Events, long Revision, RunEnd? End);

/// <summary>A run that has ended.</summary>
public sealed record EndedRun(RunStatus Status, RunEnd End);
