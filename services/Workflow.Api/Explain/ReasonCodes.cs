namespace Workflow.Api.Explain;

/// <summary>Codes of reasons; docs/explain.md tells each. A code never changes its meaning.</summary>
public static class ReasonCodes
{
    public const string Paused = "paused";
    public const string Scheduled = "scheduled";
    public const string Queued = "queued";
    public const string WaitingForSlot = "waiting-for-slot";
    public const string AboutToStart = "about-to-start";
    public const string NoConsumer = "no-consumer";
    public const string NoOwner = "no-owner";
    public const string OwnerSilent = "owner-silent";
    public const string Recovering = "recovering";
    public const string Quarantined = "quarantined";
    public const string Executing = "executing";
    public const string RunningStep = "running-step";
    public const string WaitingForAgent = "waiting-for-agent";
    public const string NoBridge = "no-bridge";
    public const string AgentDisabled = "agent-disabled";
    public const string AgentGone = "agent-gone";
    public const string BackOff = "back-off";
    public const string WaitingUntil = "waiting-until";
    public const string WaitingForChild = "waiting-for-child";
    public const string WaitingForSignal = "waiting-for-signal";
    public const string WaitingForApproval = "waiting-for-approval";
    public const string MoreSteps = "more-steps";
    public const string UnreadInbox = "unread-inbox";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";
}
