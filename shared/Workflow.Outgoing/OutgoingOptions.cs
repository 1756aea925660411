namespace Workflow.Outgoing;

/// <summary>Where requests to addresses that users choose may go. Environment: WORKFLOW_OUTGOING_ and the option's
/// name.</summary>
public sealed record OutgoingOptions
{
    /// <summary>Networks (10.1.0.0/16, ::1), host names (hooks.internal) and names below one (*.example.org) that may
    /// be reached although they are private, separated by commas; <c>none</c> for none. Each one opens what lies there
    /// to everybody who may start a run. Default: this machine itself in the local profile, none else.</summary>
    public string Allowed { get; init; } = "";
}
