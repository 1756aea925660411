using System.Text.Json;
using Npgsql;
using Workflow.Database.Audit;
using Workflow.Database.Queries;
using Workflow.Database.Recovery;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>A step that is under way.</summary>
public sealed record StepUnderWay(StepKey Key, string StepId, string StepType);

/// <summary>A run's steps that are under way.</summary>
public sealed record RunUnderWay(RunStatus Status, int Shard, IReadOnlyList<StepUnderWay> Steps);

/// <summary>Lets operators decide how a step ends that does not end by itself. Only adds to the run's inbox (R4): its
/// owner ends the step.</summary>
public sealed class DecideStep(NpgsqlDataSource dataSource)
{
    private const string Run = """
        select status, shard from workflow_runs where run_id = $1 and owner_id = coalesce($2, owner_id)
        """;

    private const string Open = """
        select s.step_path, s.iteration, s.attempt, s.step_id, s.step_type
          from step_executions s join workflow_runs r using (run_id)
         where s.run_id = $1 and s.status = 'RUNNING' and r.status = 'RUNNING' and s.parent_task_id is null
         order by s.began_revision, s.step_path, s.iteration, s.attempt limit $2
        """;

    private static readonly string Insert = StepDecision.Keep(
        """
        select r.run_id, r.shard, r.owner_id, s.attempt || '@' || s.iteration || '@' || s.step_path as key
          from workflow_runs r join step_executions s using (run_id)
         where r.run_id = $1 and r.owner_id = coalesce($2, r.owner_id) and r.status = 'RUNNING'
           and s.step_path = $3 and s.iteration = $4 and s.attempt = $5 and s.status = 'RUNNING'
           and s.parent_task_id is null
        """, RunInbox.OperatorKind);

    /// <param name="sees">Owner whose run it must be; null for anybody's.</param>
    /// <param name="limit">Most steps that are read.</param>
    /// <returns>Null when there is no such run.</returns>
    public async Task<RunUnderWay?> ReadAsync(string? sees, Guid runId, int limit, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Run).Add(runId).Add(sees));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Open).Add(runId).Add(limit));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var (status, shard) = (StatusText.ParseRun(reader.GetString(0)), reader.GetInt32(1));
        var steps = new List<StepUnderWay>();
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            steps.Add(new StepUnderWay(
                new StepKey(reader.GetString(0), reader.GetString(1), reader.GetInt32(2)), reader.GetString(3),
                reader.GetString(4)));
        }

        return new RunUnderWay(status, shard, steps);
    }

    /// <param name="verb">One of <see cref="AuditVerb"/>.</param>
    /// <exception cref="PostgresException">The content is refused; see <see cref="Refusals"/>.</exception>
    public async Task<DecisionOutcome> RunAsync(
        string? sees, Guid runId, StepKey step, StepVerdict verdict, string verb, Actor by, string? reason,
        CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Insert)
            .Add(runId).Add(sees).Add(step.Path).Add(step.Iteration).Add(step.Attempt)
            .Add(JsonSerializer.Serialize(verdict, MessageJson.Default.StepVerdict))
            .Add(by.Who).Add(verb).Add(reason).Add(by.RequestId);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await StepDecision.OutcomeAsync(reader, ct);
    }
}
