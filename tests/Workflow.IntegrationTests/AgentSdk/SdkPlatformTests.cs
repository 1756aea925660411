using Workflow.Agents;
using Workflow.Agents.Registration;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.AgentSdk;

/// <summary>Agents made with the SDK on a whole platform: they register themselves, accept, and call back.</summary>
[Collection(SecondPlatformCollection.Name)]
public sealed class SdkPlatformTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Run_WhenItsAgentsAreMadeWithTheSdk_Completes()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var self = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var agent = await SdkAgent.StartAsync(
            routes =>
            {
                routes.MapAgent<string, int>("Quick", text => text.Length, settings => settings.TimeoutSeconds = 60);
                routes.MapAgent<int, string>(
                    "Long",
                    async (number, context) =>
                    {
                        context.Accept();
                        await release.Task;
                        return $"{number} letters";
                    },
                    settings => settings.LinesAfter = TimeSpan.FromHours(1));
            },
            self.ToString(),
            builder => builder.Services.AddAgentRegistration(
                new RegistrationSettings { Platform = platform.Http.BaseAddress!, Self = self }));
        await platform.UntilSqlAsync("count(*) = 2 from agents where name in ('Quick', 'Long')");
        var workflow = await platform.RegisterAsync(
            "  - quick: { call: Quick, with: '${ .text }' }\n  - long: { call: Long, with: '${ . }' }");

        var run = await platform.StartRunAsync(workflow, new { text = "hello" });
        await platform.UntilSqlAsync("count(*) = 1 from accepted_tasks where answered_at is null");
        release.SetResult();
        await platform.UntilEndedAsync();

        Assert.Equal("\"5 letters\"", await platform.ScalarAsync<string>(
            $"select output_data::text from workflow_runs where run_id = '{run}' and status = 'COMPLETED'"));
    }
}
