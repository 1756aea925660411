using Npgsql;
using Workflow.Database.Audit;
using Workflow.Database.Queries;
using Workflow.Database.Recovery;
using Workflow.Database.Sql;
using Workflow.Database.Transitions;
using Workflow.Model;

namespace Workflow.Database.Signals;

/// <summary>A step that waits for a person's decision.</summary>
/// <param name="ExpiresAt">When its time limit ends it; null without one.</param>
public sealed record OpenApproval(
    Guid RunId, StepKey Key, string StepId, string OwnerId, int Shard, string WorkflowName, string? Title,
    string? Prompt, DateTimeOffset RequestedAt, DateTimeOffset? ExpiresAt);

/// <summary>The place of an approval in the list of all.</summary>
public sealed record ApprovalPlace(DateTimeOffset RequestedAt, Guid RunId, StepKey Key);

/// <summary>The decisions that people are asked for, and those that they make.</summary>
public sealed class ApprovalStore(NpgsqlDataSource dataSource)
{
    private const string KeySql = "'approval:' || a.attempt || '@' || a.iteration || '@' || a.step_path";

    private const string List = $"""
        select a.run_id, a.step_path, a.iteration, a.attempt, a.step_id, a.owner_id, a.shard, r.workflow_name, a.title,
               a.prompt, a.requested_at, a.expires_at
          from open_approvals a join workflow_runs r on r.run_id = a.run_id
         where ($1::text is null or a.owner_id = $1) and ($2::uuid is null or a.run_id = $2)
           and ($3::timestamptz is null
                or (a.requested_at, a.run_id, a.step_path, a.iteration, a.attempt) > ($3, $4, $5, $6, $7))
           and r.status = 'RUNNING'
           and ($9 or not exists (select from run_inbox i where i.run_id = a.run_id and i.kind = '{RunInbox.SignalKind}'
                                 and i.unique_key = {KeySql}))
         order by a.requested_at, a.run_id, a.step_path, a.iteration, a.attempt limit $8
        """;

    // As for signals: what the second statement sees is what holds until both are committed.
    private const string Lock = """
        select status from workflow_runs where run_id = $1 and owner_id = coalesce($2, owner_id) for no key update
        """;

    private static readonly string Decide = StepDecision.Keep(
        $"""
        select a.run_id, a.shard, a.owner_id, {KeySql} as key
          from open_approvals a join workflow_runs r on r.run_id = a.run_id
         where a.run_id = $1 and a.owner_id = coalesce($2, a.owner_id) and r.status = 'RUNNING'
           and a.step_path = $3 and a.iteration = $4 and a.attempt = $5 and coalesce(a.expires_at > now(), true)
        """, RunInbox.SignalKind);

    /// <summary>Those that wait, the oldest first.</summary>
    /// <param name="sees">Owner whose runs they must be of; null for anybody's.</param>
    /// <param name="runId">Null for every run.</param>
    /// <param name="after">Null for the first page.</param>
    /// <param name="withDecided">Also those that their run is about to take a decision in for.</param>
    public async Task<List<OpenApproval>> ListAsync(
        string? sees, Guid? runId, ApprovalPlace? after, int limit, bool withDecided, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(List)
            .Add(sees).Add(runId).AddTime(after?.RequestedAt).Add(after?.RunId).Add(after?.Key.Path)
            .Add(after?.Key.Iteration).Add(after?.Key.Attempt).Add(limit).Add(withDecided);
        var found = new List<OpenApproval>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new OpenApproval(
                reader.GetGuid(0), new StepKey(reader.GetString(1), reader.GetString(2), reader.GetInt32(3)),
                reader.GetString(4), reader.GetString(5), reader.GetInt32(6), reader.GetString(7), reader.TextOrNull(8),
                reader.TextOrNull(9), reader.GetFieldValue<DateTimeOffset>(10), reader.TimeOrNull(11)));
        }

        return found;
    }

    /// <param name="cloudEvent">The decision as an event: a JSON object.</param>
    /// <param name="verb">One of <see cref="AuditVerb"/>.</param>
    /// <exception cref="PostgresException">The content is refused; see <see cref="Refusals"/>.</exception>
    public async Task<DecisionOutcome> DecideAsync(
        string? sees, Guid runId, StepKey step, RawJson cloudEvent, string verb, Actor by, string? reason,
        CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock).Add(runId).Add(sees));
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(Decide).Add(runId).Add(sees).Add(step.Path).Add(step.Iteration).Add(step.Attempt)
                .Add(cloudEvent.ToSql()).Add(by.Who).Add(verb).Add(reason).Add(by.RequestId));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        return await StepDecision.OutcomeAsync(reader, ct);
    }
}
