namespace Workflow.Api.Explain;

/// <summary>Why a run has not started.</summary>
internal static class StartReasons
{
    public static void Add(Draft draft)
    {
        var (run, owner, ahead) = (draft.Situation.Run, draft.Situation.Shard.Owner, draft.Situation.Ahead);
        if (run.QueueDeadline is { } deadline)
        {
            draft.Then("It fails as queue-timeout, if it has not been started.", deadline);
        }

        if ((run.StartAt ?? run.WakeAt) is { } start && start > draft.Now)
        {
            draft.Because(
                ReasonCodes.Scheduled, $"It is not to start before {Spell.Moment(start)}.", run.CreatedAt, start,
                ("start_at", start));
            draft.Then("It may start: its owner looks once a second.", start);
        }
        else if (ahead is { Pending: > 0 })
        {
            var count = $"{(ahead.IsMore ? "At least " : "")}{Spell.Count(ahead.Pending, "pending run")}";
            var come = ahead is { Pending: 1, IsMore: false } ? "comes" : "come";
            draft.Because(
                ReasonCodes.Queued,
                $"{count} of shard {run.Shard} {come} before it, by priority and age.", run.CreatedAt, null,
                ("ahead", ahead.Pending), ("is_more", ahead.IsMore), ("shard", run.Shard), ("priority", run.Priority));
            draft.Then("It starts when those before it have started and its owner has room for it.");
            draft.Remedy("To start more at a time, run more consumers; a start with a higher priority comes earlier.");
        }
        else if (draft.IsEmpty)
        {
            draft.Because(
                ReasonCodes.AboutToStart,
                $"Nothing comes before it: consumer '{owner}' starts it when its message comes, or finds its row.",
                run.CreatedAt, null, ("owner", owner), ("shard", run.Shard));
            draft.Then("It starts, within seconds also when its message was lost.");
        }
    }
}
