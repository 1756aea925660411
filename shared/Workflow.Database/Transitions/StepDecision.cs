using Npgsql;

namespace Workflow.Database.Transitions;

/// <summary>What became of a decision.</summary>
public enum DecisionOutcome
{
    /// <summary>It is in the run's inbox: the owner ends the step so.</summary>
    Accepted,

    /// <summary>The step is not under way, or not any more.</summary>
    NotOpen,

    /// <summary>An earlier decision about the same attempt waits to be taken in.</summary>
    Decided,
}

/// <summary>Puts a decision about a step into its run's inbox and the audit log, once for each attempt.</summary>
internal static class StepDecision
{
    /// <param name="step">Selects the step that is open, with <c>run_id, shard, owner_id, key</c>, or nothing; its
    /// parameters are $1 to $5: the run, who sees it, and the step's path, iteration and attempt.</param>
    /// <param name="kind">Of the inbox row. Then come $6, its payload, and $7 to $10: who, verb, reason,
    /// request.</param>
    public static string Keep(string step, string kind) => $"""
        with step as (
            {step}
        ), added as (
            insert into run_inbox (run_id, kind, unique_key, shard, payload)
            select run_id, '{kind}', key, shard, $6::json from step
            on conflict do nothing
            returning run_id
        ), audited as (
            insert into audit_log (who, verb, run_id, owner_id, detail, request_id)
            select $7, $8, step.run_id, step.owner_id,
                   json_build_object('step_path', $3, 'iteration', $4, 'attempt', $5, 'reason', $9::text), $10
              from step join added using (run_id)
        )
        select exists (select from step), exists (select from added)
        """;

    /// <summary>Reads the one row of <see cref="Keep"/>.</summary>
    public static async Task<DecisionOutcome> OutcomeAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        await reader.ReadAsync(ct);
        return reader.GetBoolean(1) ? DecisionOutcome.Accepted
            : reader.GetBoolean(0) ? DecisionOutcome.Decided
            : DecisionOutcome.NotOpen;
    }
}
