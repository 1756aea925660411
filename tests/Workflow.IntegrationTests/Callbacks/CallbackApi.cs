using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Workflow.Model.Callbacks;

namespace Workflow.IntegrationTests.Callbacks;

/// <summary>An API that takes callbacks, also without accounts, and tasks that wait for one.</summary>
public sealed class CallbackApi(PostgresFixture postgres) : ApiTest(postgres)
{
    public const string PreviousSecret = "the secret that was in use before it";
    private const string Secret = "the secret of the bridges and the APIs";

    public ApiHost Host => Api;

    public CallbackKey Key { get; } = new(Secret);

    protected override bool HasAccounts => true;

    protected override string[] Settings =>
    [
        $"--WORKFLOW_CALLBACK_SECRET={Secret}", $"--WORKFLOW_CALLBACK_PREVIOUS_SECRET={PreviousSecret}",
        "--WORKFLOW_CALLBACK_CHECKPOINT_BYTES_MAX=40",
    ];

    /// <summary>A run with a step that has called an agent.</summary>
    /// <param name="accepted">For how long the agent has accepted the task, in SQL; null when that is not
    /// noted.</param>
    public async Task<CallbackToken> NewTaskAsync(
        string run = "RUNNING", string step = "RUNNING", string? accepted = null)
    {
        var token = new CallbackToken(
            Guid.NewGuid(), Guid.NewGuid(), TimeProvider.System.GetUtcNow().AddHours(1));
        await Api.ExecuteAsync($"""
            insert into workflow_runs (run_id, workflow_name, owner_id, status, shard)
            values ('{token.RunId}', 'test', 'tester', '{run}', 2);
            insert into step_executions
                (run_id, step_path, step_id, step_type, task_id, status, started_at, began_revision)
            values
                ('{token.RunId}', '/do/0/ask', 'ask', 'agent_execution', '{token.TaskId}', '{step}', now(), 1);
            """);
        if (accepted is not null)
        {
            await Api.ExecuteAsync($"""
                insert into accepted_tasks
                    (run_id, task_id, step_path, iteration, attempt, endpoint, lifetime, alive_until)
                values ('{token.RunId}', '{token.TaskId}', '/do/0/ask', '0', 1, 'http://agent', {accepted}, now());
                update step_executions set accepted_at = now() where task_id = '{token.TaskId}';
                """);
        }

        return token;
    }

    /// <summary>What the run will take in; null for nothing.</summary>
    public async Task<AgentResult?> KeptAsync(CallbackToken token) =>
        await Api.QueryAsync<string>($"""
            select payload::text from run_inbox
             where run_id = '{token.RunId}' and kind = 'agent_result' and unique_key = '{token.TaskId}'
            """) is { } payload
            ? JsonSerializer.Deserialize(payload, MessageJson.Default.AgentResult)
            : null;
}
