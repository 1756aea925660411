using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Comments on the columns that had none: people read these tables directly.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120100200_CommentColumns")]
public sealed class CommentColumns : Migration
{
    private static readonly (string Column, string Comment)[] HotTables =
    [
        ("workflow_runs.created_at", "When the start was accepted."),
        ("workflow_runs.started_at", "When an owner first executed it; null while PENDING."),
        ("workflow_runs.completed_at", "When it got its end status."),
        ("step_executions.run_id", "Run that the step belongs to."),
        ("step_executions.started_at", "When the attempt began."),
        ("step_executions.completed_at", "When the attempt ended; null while it runs."),
        ("run_inbox.run_id", "Run that it is for."),
        ("run_inbox.shard", "Shard of that run."),
        ("run_inbox.payload", "What arrived, as sent."),
        ("run_inbox.received_at", "When it was kept."),
        ("shards.shard", "Number of the shard; the same as its partition of workflow.execution.requests."),
        ("shards.taken_at", "When the present owner took it."),
        ("cluster.only_row", "Keeps the table at one row."),
        ("consumers.id", "Name of the process; shards.owner refers to it."),
        ("consumers.kind", "consumer or bridge."),
        ("consumers.host", "Machine it runs on."),
        ("consumers.pid", "Process id on that machine."),
        ("consumers.started_at", "First sign of life."),
    ];

    private static readonly (string Column, string Comment)[] OtherTables =
    [
        ("workflow_definitions.id", "Identifier in the paths of the API."),
        ("workflow_definitions.owner_id", "User it belongs to."),
        ("workflow_definitions.namespace", "document.namespace of the definition."),
        ("workflow_definitions.name", "document.name of the definition."),
        ("workflow_definitions.created_at", "When the first version was registered."),
        ("workflow_definitions.updated_at", "When the newest version was registered."),
        ("workflow_versions.workflow_id", "Workflow it is a version of."),
        ("workflow_versions.version", "document.version of the definition, a semantic version."),
        ("workflow_versions.created_at", "When it was registered."),
        ("agents.name", "Name that definitions call it by."),
        ("agents.owner_id", "User who registered it and may change it."),
        ("agents.endpoint", "Address that tasks are posted to; null for kafka."),
        ("agents.description", "For people."),
        ("agents.enabled", "False refuses calls with an error that says so."),
        ("agents.created_at", "When it was registered."),
        ("agents.updated_at", "When it was last changed."),
        ("schedules.id", "Identifier."),
        ("schedules.owner_id", "User it belongs to."),
        ("schedules.workflow_id", "Workflow that it starts."),
        ("schedules.shard", "Shard whose owner fires it."),
        ("schedules.specification", "When it fires."),
        ("schedules.input_data", "Input of the runs it starts."),
        ("schedules.next_due_at", "When it fires next; null when never."),
        ("schedules.paused_at", "Paused since then."),
        ("schedules.created_at", "When it was made."),
        ("batches.id", "Identifier."),
        ("batches.owner_id", "User who asked for it."),
        ("batches.verb", "What is done to each run."),
        ("batches.total", "Runs in the batch."),
        ("batches.done", "Runs it was done to."),
        ("batches.failed", "Runs that refused it."),
        ("batches.paused_at", "Paused since then."),
        ("batches.created_at", "When it was asked for."),
        ("batches.completed_at", "When the last run was dealt with."),
        ("webhook_deliveries.id", "Identifier, sent along."),
        ("webhook_deliveries.run_id", "Run that it tells about."),
        ("webhook_deliveries.url", "Where it is sent."),
        ("webhook_deliveries.event", "What it tells."),
        ("webhook_deliveries.payload", "Body of the request."),
        ("webhook_deliveries.attempts", "Tries so far."),
        ("webhook_deliveries.next_attempt_at", "When it is tried next; null when never."),
        ("webhook_deliveries.delivered_at", "When the receiver took it."),
        ("webhook_deliveries.last_error", "What the last try met."),
        ("webhook_deliveries.created_at", "When the event happened."),
        ("api_keys.id", "Identifier."),
        ("api_keys.owner_id", "User whose key it is."),
        ("api_keys.name", "For people."),
        ("api_keys.key_hash", "SHA-256 of the key."),
        ("api_keys.scopes", "What it may be used for."),
        ("api_keys.created_at", "When it was made."),
        ("api_keys.expires_at", "Refused from then on."),
        ("api_keys.revoked_at", "Revoked at that time."),
    ];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var (column, comment) in HotTables.Concat(OtherTables))
        {
            migrationBuilder.Sql($"comment on column {column} is '{comment}'");
        }
    }
}
