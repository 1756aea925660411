using System.Text.Json.Nodes;
using Workflow.Database.Queries.Explain;

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
        else if (draft.Situation.SlotQueue is { } queue)
        {
            AddSlot(draft, queue);
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

    private static void AddSlot(Draft draft, SlotQueue queue)
    {
        var holders = new JsonArray([.. queue.Holders.Select(holder => (JsonNode)JsonValue.Create(holder))]);
        draft.Because(
            ReasonCodes.WaitingForSlot,
            $"Its concurrency key '{queue.Key}' has {Spell.Count(queue.Limit, "slot")}, and none is free for it; " +
            $"{Spell.Count(queue.Ahead, "run")} of the key come before it, by priority and age.",
            draft.Situation.Run.CreatedAt, null,
            ("concurrency_key", queue.Key), ("limit", queue.Limit), ("holders", holders), ("ahead", queue.Ahead));
        draft.Then("It starts at once when one of the runs that hold a slot ends, however it ends, and it is next.");
        draft.Remedy("Cancel a run that holds a slot, or start with a higher limit, which counts for that run.");
    }
}
