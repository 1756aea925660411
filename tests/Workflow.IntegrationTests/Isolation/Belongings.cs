using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Xunit;

namespace Workflow.IntegrationTests.Isolation;

/// <summary>What one user has.</summary>
/// <param name="Secret">A word that is in everything of theirs that holds text.</param>
/// <param name="Runs">All their runs; the first is RUNNING, the second COMPLETED, the third FAILED, the fourth
/// CANCELLED.</param>
/// <param name="Ids">Identifier for each kind of path, by its beginning.</param>
public sealed record Belongings(
    string User, string Secret, Guid Workflow, string Agent, IReadOnlyList<Guid> Runs,
    IReadOnlyDictionary<string, string> Ids)
{
    private static readonly string[] Statuses = ["RUNNING", "COMPLETED", "FAILED", "CANCELLED", "PENDING"];

    public static async Task<Belongings> MakeAsync(ApiHost host, string user)
    {
        var api = host.As(user);
        var secret = $"secret-of-{user}";
        var agent = $"Agent-{secret}";
        await api.PutAgentAsync(agent, $$"""{"endpoint": "http://127.0.0.1:9/{{secret}}"}""");
        var workflow = await api.RegisterAsync(Documents.Local(secret));
        var runs = new List<Guid>();
        for (var i = 0; i < TwoUsers.RunsEach; i++)
        {
            var answer = await api.StartAsync(workflow, $$$"""{"input_data": {"word": "{{{secret}}}"}}""");
            runs.Add((await answer.JsonAsync()).GetProperty("execution_id").GetGuid());
            await FillAsync(host, runs[i], Statuses[i % Statuses.Length], secret);
        }

        // Registered after the runs have ended: nothing is sent, and nothing changes while the tests look.
        var webhook = await IdOfAsync(api, "/api/v1/webhooks", $$"""{"url": "https://hooks.example/{{secret}}"}""");
        return new Belongings(user, secret, workflow, agent, runs, new Dictionary<string, string>
        {
            ["/api/v1/workflows"] = workflow.ToString(),
            ["/api/v1/agents"] = agent,
            ["/api/v1/api-keys"] = await IdOfAsync(
                api, "/api/v1/api-keys", $$"""{"name": "{{secret}}", "scopes": ["runs:read"]}"""),
            ["/api/v1/webhooks"] = webhook,
            ["/api/v1/batches"] = await BatchAsync(host, user, runs[0], secret),
            ["/api/v1/schedules"] = await IdOfAsync(api, "/api/v1/schedules", $$"""
                {"name": "{{secret}}", "workflow": "{{workflow}}", "cron": "0 0 1 1 *", "business_key": "{{secret}}"}
                """),
            ["/api/v1/dead-letters"] = Guid.NewGuid().ToString(),
            ["/api/v1/consumers"] = Guid.NewGuid().ToString(),
            ["/api/v1/webhook-deliveries"] = await DeliveryAsync(host, user, runs[1], secret),
        });
    }

    /// <summary>Value of a path parameter that stands for something of this user's.</summary>
    public string ValueFor(string path, string parameter) => parameter switch
    {
        "execution_id" => Runs[0].ToString(),
        "workflow_id" => Workflow.ToString(),
        "step" => "step",
        _ => Ids.FirstOrDefault(pair => path.StartsWith(pair.Key + "/", StringComparison.Ordinal)).Value
            ?? throw new InvalidOperationException($"Whose is {{{parameter}}} of {path}? Add it to Ids."),
    };

    /// <summary>Every word that tells of something of this user's, the longest first.</summary>
    public IReadOnlyList<string> Words { get; } =
    [
        .. new[] { Secret, Workflow.ToString() }.Concat(Ids.Values).Concat(Runs.Select(run => run.ToString()))
            .Distinct().OrderByDescending(word => word.Length),
    ];

    /// <summary>A text that says that something of this user's is shown; null when nothing is.</summary>
    public string? FoundIn(string text) =>
        Words.FirstOrDefault(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static async Task<string> IdOfAsync(ApiHost api, string path, string body)
    {
        var answer = await api.PostAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>A batch that has ended.</summary>
    private static async Task<string> BatchAsync(ApiHost host, string user, Guid run, string secret)
    {
        var id = Guid.CreateVersion7();
        await host.ExecuteAsync($"""
            insert into batches (id, owner_id, verb, total, reason, completed_at)
            values ('{id}', '{user}', 'retry', 1, '{secret}', now());
            insert into batch_items (batch_id, ordinal, run_id, outcome, detail)
            values ('{id}', 1, '{run}', 'failed', '{secret}')
            """);
        return $"{id}";
    }

    /// <summary>A delivery that was given up.</summary>
    private static async Task<string> DeliveryAsync(ApiHost host, string user, Guid run, string secret) =>
        (await host.QueryAsync<Guid>($"""
            insert into webhook_deliveries (id, owner_id, run_id, target, url, host, event, failed_at, last_error)
            values (gen_random_uuid(), '{user}', '{run}', 1, 'https://hooks.example/{secret}', 'hooks.example',
                    'completed', now(), '{secret}')
            returning id
            """)).ToString();

    /// <summary>Brings a run to a status, with payloads and a step, as an owner of its shard would have.</summary>
    private static Task FillAsync(ApiHost host, Guid run, string status, string secret) => host.ExecuteAsync($$"""
        update workflow_runs
           set status = '{{status}}', revision = 2, business_key = '{{secret}}',
               labels = '{"word": "{{secret}}"}',
               started_at = case when '{{status}}' = 'PENDING' then null else now() end,
               completed_at = case when '{{status}}' in ('PENDING', 'RUNNING') then null else now() end,
               output_data = case when '{{status}}' = 'COMPLETED' then '{"word": "{{secret}}"}'::json end,
               error_message = case when '{{status}}' = 'FAILED' then '{{secret}}' end,
               error = case when '{{status}}' = 'FAILED' then '{"title": "{{secret}}"}'::json end
         where run_id = '{{run}}';
        insert into step_executions (run_id, step_path, step_id, step_type, agent_name, task_id, status, input_data,
                                     started_at, completed_at, began_revision, ended_revision, error_message,
                                     output_data)
        select '{{run}}', '/do/0/step', 'step', 'agent_execution', 'Agent-{{secret}}', '{{run}}',
               case when '{{status}}' = 'RUNNING' then 'RUNNING' else 'COMPLETED' end, '{"word": "{{secret}}"}', now(),
               case when '{{status}}' = 'RUNNING' then null else now() end, 1,
               case when '{{status}}' = 'RUNNING' then null else 2 end, '{{secret}}', '{"word": "{{secret}}"}'
         where '{{status}}' <> 'PENDING';
        insert into agent_logs (task_id, logged_at, source_offset, line, run_id, kind, level, message, bytes)
        values ('{{run}}', now(), 1, 0, '{{run}}', 'log', 'info', '{{secret}}', 1);
        insert into agent_reports (task_id, run_id, progress, progress_message, progress_at)
        values ('{{run}}', '{{run}}', 0.5, '{{secret}}', now());
        insert into open_approvals (run_id, step_path, iteration, attempt, step_id, owner_id, shard, title, prompt,
                                    requested_at)
        select run_id, '/do/0/step', '0', 1, 'step', owner_id, shard, '{{secret}}', '{{secret}}', now()
          from workflow_runs where run_id = '{{run}}' and status = 'RUNNING'
        """);
}
