using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>What was registered a moment ago counts.</summary>
[Collection(SecondPlatformCollection.Name)]
public sealed class RegistryTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Call_WhenTheAgentWasRegisteredAMomentAgo_IsMade()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        foreach (var name in new[] { "First", "Second", "Third" })
        {
            await platform.RegisterAgentAsync(name, (_, _) => Task.FromResult<object?>(name));
            var run = await platform.StartRunAsync(await platform.RegisterAsync($"  - ask: {{ call: {name} }}", name));

            await platform.UntilEndedAsync();

            Assert.Equal($"\"{name}\"", await platform.ScalarAsync<string>(
                $"select coalesce(output_data::text, error_message) from workflow_runs where run_id = '{run}'"));
        }
    }
}
