using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Workflow.IntegrationTests.Tools;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>Values that an operator keeps from view are shown nowhere, and work everywhere.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RedactedAnswersTests(PostgresFixture postgres)
{
    private const string Secret = "DE89370400440532013000";

    [Fact]
    public async Task Payloads_WhenAPathNamesAValue_AreShownWithoutItAndProcessedWithIt()
    {
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: ("WORKFLOW_REDACT_PATHS", "$.iban, $..account.number"));
        await using var receiver = await ToolServer.StartAsync();
        await platform.RegisterAgentAsync("Pay", (call, _) => Task.FromResult<object?>(new
        {
            iban = call.Input.GetProperty("iban").GetString(),
            account = new { number = Secret, name = "Ada" },
        }));
        var workflow = await platform.RegisterAsync("  - pay: { call: Pay }");

        using var started = await platform.Http.PostAsJsonAsync("/api/v1/executions", new
        {
            type = "workflow",
            target_id = workflow,
            inputs = new { iban = Secret, amount = 5 },
            webhook = new { url = $"{receiver.Url}/told" },
        });
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        var run = (await started.JsonAsync()).GetProperty("execution_id").GetGuid();
        await platform.UntilEndedAsync();
        await platform.UntilAsync("the webhook is called", () => Task.FromResult(!receiver.Requests.IsEmpty));

        string[] asked =
        [
            $"/api/v1/executions/{run}", $"/api/workflows/executions/{run}", $"/api/workflows/executions/{run}/logs",
            $"/api/executions/{run}/status", $"/api/v1/executions/{run}/explain", "/api/v1/executions",
            "/api/workflows/executions", $"/api/v1/executions/compare?left={run}&right={run}",
            "/api/v1/webhook-deliveries",
        ];
        var shown = new StringBuilder().AppendJoin('\n', receiver.Requests.Select(one => one.Body));
        foreach (var path in asked)
        {
            using var answer = await platform.Http.GetAsync(path);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
            shown.AppendLine().Append(text);
        }

        Assert.DoesNotContain(Secret, $"{shown}", StringComparison.Ordinal);
        Assert.Contains("""{"iban":"[redacted]","amount":5}""", $"{shown}", StringComparison.Ordinal);
        Assert.Contains(
            """{"iban":"[redacted]","account":{"number":"[redacted]","name":"Ada"}}""",
            JsonDocument.Parse(receiver.Requests.First().Body).RootElement.GetProperty("data")
                .GetProperty("output_data").GetRawText(), StringComparison.Ordinal);
        Assert.All(
            platform.Agents.Calls, call => Assert.Equal(Secret, call.Input.GetProperty("iban").GetString()));
        Assert.Equal(Secret, await platform.ScalarAsync<string>("select output_data->>'iban' from workflow_runs"));

        var tried = await platform.Http.PostAsJsonAsync(
            $"/api/v1/executions/{run}/expressions", new { expression = ".iban | explode", on = "output" });
        Assert.Contains("[91,114,101,100", await tried.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
