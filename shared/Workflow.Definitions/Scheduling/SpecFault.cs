namespace Workflow.Definitions.Scheduling;

/// <summary>Why a schedule cannot be kept.</summary>
/// <param name="Member">Member of the request that is wrong.</param>
public sealed record SpecFault(string Member, string Message, string? Expected = null);
