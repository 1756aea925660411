using Workflow.Model;

namespace Workflow.Execution.Moving;

/// <summary>Why a run cannot go on under another definition.</summary>
/// <param name="Step">The recorded step that does not fit.</param>
/// <param name="Reason">A sentence.</param>
public sealed record Unfit(string StepId, StepKey Step, string Reason);
