namespace Workflow.Database.Audit;

/// <summary>Values of <c>audit_log.verb</c>: those about runs first.</summary>
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
    public const string Approve = "approve";
    public const string Reject = "reject";
    public const string Move = "move";
    public const string CreateBatch = "create_batch";
    public const string PauseBatch = "pause_batch";
    public const string ResumeBatch = "resume_batch";
    public const string AbortBatch = "abort_batch";
    public const string CreateSchedule = "create_schedule";
    public const string ChangeSchedule = "change_schedule";
    public const string DeleteSchedule = "delete_schedule";
    public const string PauseSchedule = "pause_schedule";
    public const string ResumeSchedule = "resume_schedule";
    public const string TriggerSchedule = "trigger_schedule";
    public const string BackfillSchedule = "backfill_schedule";
    public const string RedriveDeadLetter = "redrive_dead_letter";
    public const string DiscardDeadLetter = "discard_dead_letter";
    public const string DrainConsumer = "drain_consumer";
    public const string ResumeConsumer = "resume_consumer";
}
