using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Tools;

/// <summary>A platform whose executor calls tools on this machine, with small limits and a few secrets.</summary>
public sealed class ToolSituation(PostgresFixture postgres) : IAsyncLifetime
{
    public const string Token = "t0k3n-of-the-crm";

    public const string Password = "p4ss-of-the-shop";

    internal LocalPlatform Platform { get; private set; } = null!;

    internal ToolServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await ToolServer.StartAsync();
        Platform = await LocalPlatform.StartAsync(
            postgres,
            settings:
            [
                ("WORKFLOW_TOOLS_CALLS_PER_HOST_MAX", "2"),
                ("WORKFLOW_TOOLS_REQUEST_BYTES_MAX", "2000"),
                ("WORKFLOW_TOOLS_RESPONSE_BYTES_MAX", "20000"),
                ("WORKFLOW_TOOLS_REDIRECTS_MAX", "3"),
                ("WORKFLOW_TOOLS_SECRET_HOSTS", "crm-token=127.0.0.1; shop=*"),
                ("WORKFLOW_SECRET_CRM_TOKEN", Token),
                ("WORKFLOW_SECRET_SHOP", $"clerk:{Password}"),
                ("WORKFLOW_EXECUTION_HTTP_TIMEOUT_MS", "600000"),
                ("WORKFLOW_TOOLS_TOKEN_TIMEOUT_MS", "60000"),
                ("WORKFLOW_TOOLS_DOCUMENT_TIMEOUT_MS", "60000"),
                ("LOG_LEVEL", "Verbose"),
            ]);
    }

    public async Task DisposeAsync()
    {
        await Platform.DisposeAsync();
        await Server.DisposeAsync();
    }
}

/// <summary>Runs one task and tells how its step ended.</summary>
internal static class OneTask
{
    /// <param name="task">The task's object, in one line of YAML.</param>
    /// <param name="use">The <c>use</c> section's content, or nothing.</param>
    public static async Task<StepSeen> RunTaskAsync(
        this LocalPlatform platform, string task, object? input = null, string use = "")
    {
        var run = await platform.StartTaskAsync(task, input, use);
        await platform.UntilSqlAsync(
            $"exists (select from workflow_runs where run_id = '{run}' and status in ('COMPLETED', 'FAILED'))");
        return await platform.StepAsync(run);
    }

    public static async Task<Guid> StartTaskAsync(
        this LocalPlatform platform, string task, object? input = null, string use = "")
    {
        var name = $"t{Guid.NewGuid():N}";
        var rest = use.Length == 0 ? "" : $"\nuse: {use}";
        return await platform.StartRunAsync(
            await platform.RegisterAsync($"  - tool: {task.ReplaceLineEndings(" ")}{rest}", name), input);
    }

    public static async Task<StepSeen> StepAsync(this LocalPlatform platform, Guid run)
    {
        var row = await platform.ScalarAsync<string>($"""
            select json_build_object('type', step_type, 'tool', tool_name, 'status', status, 'output', output_data,
                   'error', error)::text
              from step_executions where run_id = '{run}' order by attempt desc limit 1
            """);
        var step = JsonDocument.Parse(row).RootElement;
        var error = step.GetProperty("error");
        var isError = error.ValueKind == JsonValueKind.Object;
        return new StepSeen(
            run, step.GetProperty("type").GetString()!, step.GetProperty("tool").GetString(),
            step.GetProperty("output"),
            isError ? $"{error.GetProperty("type").GetString()!.Split('/')[^1]} {error.GetProperty("status")}" : null,
            isError ? error.GetProperty("detail").GetString() : null);
    }
}

/// <summary>A step as recorded.</summary>
/// <param name="Error">The last word of its error's type, and the status.</param>
internal sealed record StepSeen(
    Guid Run, string Type, string? Tool, JsonElement Output, string? Error, string? Detail);
