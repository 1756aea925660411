using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;
using Workflow.Database.Webhooks;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>The row of a child run, as its parent asks for it.</summary>
/// <param name="Claim">Of the parent's shard.</param>
/// <param name="Shard">Of the child.</param>
/// <param name="TaskId">Of the step that waits; null when none does.</param>
public sealed record NewChildRun(
    Guid RunId, int Shard, Guid ParentId, ShardClaim Claim, Guid? TaskId, WorkflowReference Workflow, RawJson Input);

/// <summary>What the database knew when a child was to be entered.</summary>
/// <param name="IsParentOurs">The parent is RUNNING and its shard belongs to the claim.</param>
/// <param name="IsNestable">There is room for another level.</param>
/// <param name="IsWorkflowKnown">The parent's owner has that version, or the child is there already.</param>
public readonly record struct ChildFacts(bool IsParentOurs, bool IsNestable, bool IsWorkflowKnown);

/// <summary>Enters children of runs, each once: the id decides.</summary>
public sealed class EnterChildRun(NpgsqlDataSource dataSource)
{
    // The parent's row is locked against a cancellation: it either sees the child or prevents it. Workflows are found
    // among those of the definition's owner, who need not be the run's: an admin may have started it.
    private static readonly string Enter = $"""
        with parent as (
            select p.run_id, p.owner_id, p.workflow_id, p.priority, p.nesting
              from shards s join workflow_runs p on p.shard = s.shard
             where s.shard = $1 and s.epoch = $2 and s.token = $3 and p.run_id = $4 and p.status = 'RUNNING'
               for share of s, p
        ), author as (
            select coalesce((select d.owner_id from workflow_definitions d where d.id = parent.workflow_id),
                            (select d.owner_id from deleted_workflows d where d.id = parent.workflow_id),
                            parent.owner_id) as owner_id
              from parent
        ), version as (
            select d.id, d.name, v.version, v.task_count
              from author
              join workflow_definitions d on d.owner_id = author.owner_id and d.namespace = $5 and d.name = $6
              join workflow_versions v on v.workflow_id = d.id
               and v.version = case when $7 = 'latest' then d.latest_version else $7 end
        ), entered as (
            insert into workflow_runs (run_id, workflow_id, workflow_version, workflow_name, owner_id, shard, priority,
                                       input_data, parent_run_id, parent_task_id, nesting, total_steps,
                                       webhooks)
            select $8, version.id, version.version, version.name, parent.owner_id, $9, parent.priority, $10::json,
                   parent.run_id, $11, parent.nesting + 1, version.task_count,
                   {RunWebhooks.Sql("parent.owner_id", "version.id")}
              from parent cross join version
             where parent.nesting < $12
            on conflict (run_id) do nothing
        )
        select exists (select from parent), exists (select from parent where nesting < $12),
               exists (select from version) or exists (select from workflow_runs where run_id = $8)
        """;

    /// <summary>Inserts the row, PENDING, unless it is there or a fact speaks against it.</summary>
    /// <param name="levelsMax">Deepest level a child may have, from 1.</param>
    /// <exception cref="PostgresException">The content is refused; see <see cref="Refusals"/>.</exception>
    public async Task<ChildFacts> RunAsync(NewChildRun child, int levelsMax, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Enter)
            .Add(child.Claim.Shard).Add(child.Claim.Epoch).Add(child.Claim.Token).Add(child.ParentId)
            .Add(child.Workflow.Namespace).Add(child.Workflow.Name).Add(child.Workflow.Version)
            .Add(child.RunId).Add(child.Shard).Add(child.Input.ToSql());
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = child.TaskId ?? (object)DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Uuid,
        });
        command.Add(levelsMax);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new ChildFacts(reader.GetBoolean(0), reader.GetBoolean(1), reader.GetBoolean(2));
    }
}
