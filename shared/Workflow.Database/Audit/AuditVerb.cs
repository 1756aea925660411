namespace Workflow.Database.Audit;

/// <summary>Values of <c>audit_log.verb</c> about runs. Other resources have words of their own.</summary>
public static class AuditVerb
{
    public const string Cancel = "cancel";
    public const string Retry = "retry";
    public const string Rerun = "rerun";
    public const string Pause = "pause";
    public const string Resume = "resume";
    public const string CompleteStep = "complete_step";
    public const string SkipStep = "skip_step";
    public const string FailStep = "fail_step";
}
