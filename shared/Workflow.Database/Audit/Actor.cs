namespace Workflow.Database.Audit;

/// <summary>Who asks for a change, as the audit log keeps it.</summary>
/// <param name="Who">The user; <see cref="Platform"/> for what no user asked for.</param>
/// <param name="RequestId">Trace id of the request; null without one.</param>
public sealed record Actor(string Who, string? RequestId = null)
{
    /// <summary>The platform itself.</summary>
    public const string Platform = "workflow";
}
