namespace Workflow.Api.Explain;

/// <summary>Whether anybody is there to advance a run.</summary>
internal static class OwnerReasons
{
    public static void Add(Draft draft, TimeSpan silence)
    {
        var (shard, workforce) = (draft.Situation.Shard, draft.Situation.Workforce);
        if (workforce.Consumers == 0)
        {
            NoConsumer(draft, workforce.ConsumerSeenAt);
        }
        else if (shard.Owner is null)
        {
            draft.Because(
                ReasonCodes.NoOwner,
                $"No consumer owns its shard {draft.Situation.Run.Shard} at the moment.", null, null,
                ("shard", draft.Situation.Run.Shard), ("consumers_alive", workforce.Consumers));
            draft.Then("One of the living consumers takes the shard, once Kafka has assigned its partition.");
            draft.Remedy("If this lasts longer than a minute, look at GET /healthz: the broker may be unreachable.");
        }
        else if (shard.OwnerSeenAt is not { } seen || draft.Now - seen > silence)
        {
            Silent(draft, shard.Owner, shard.OwnerSeenAt);
        }

        if (draft.Situation.Run.AloneEpoch is { } alone)
        {
            Quarantined(draft, alone);
        }
        else if (draft.Situation.Run.Recoveries is > 0 and var deaths)
        {
            draft.Because(
                ReasonCodes.Recovering,
                $"Its owner ended without letting go of it ({Spell.Count(deaths, "time")} since its last progress); "
                + "it is carried on from what is committed.", shard.TakenAt, null, ("recoveries", deaths));
        }
    }

    private static void NoConsumer(Draft draft, DateTimeOffset? seen)
    {
        var since = seen is { } at ? $" (the last sign of life was {Spell.Duration(draft.Now - at)} ago)" : "";
        draft.Because(
            ReasonCodes.NoConsumer, $"No consumer is alive to execute it{since}.", seen, null,
            ("last_seen_at", seen), ("shard", draft.Situation.Run.Shard));
        draft.Then("A consumer takes its shard as soon as one runs, and carries it on from what is committed.");
        draft.Remedy("Start a consumer (Workflow.ExecutionConsumer); nothing of the run is lost meanwhile.");
    }

    private static void Silent(Draft draft, string owner, DateTimeOffset? seen)
    {
        var since = seen is { } at ? $" for {Spell.Duration(draft.Now - at)}" : "";
        draft.Because(
            ReasonCodes.OwnerSilent,
            $"Consumer '{owner}', which owns its shard {draft.Situation.Run.Shard}, has left no sign of life{since}.",
            seen, null, ("owner", owner), ("shard", draft.Situation.Run.Shard), ("last_seen_at", seen));
        draft.Then("Another consumer takes the shard when the session of the silent one ends.");
        draft.Remedy($"See whether '{owner}' still runs and reaches the database.");
    }

    private static void Quarantined(Draft draft, long alone)
    {
        var (run, shard) = (draft.Situation.Run, draft.Situation.Shard);
        draft.Because(
            ReasonCodes.Quarantined,
            "Owners died on it, so it is executed with no other run beside it, to see whether it is the cause.",
            shard.TakenAt, null, ("recoveries", run.Recoveries), ("alone_epoch", alone), ("epoch", shard.Epoch));
        draft.Then("It goes on as usual when it survives, or fails as poison when its owners keep dying.");
    }
}
