using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Tools;

/// <summary>A platform that may start <c>node</c> for MCP, and the reference server.</summary>
public sealed class McpSituation(PostgresFixture postgres) : IAsyncLifetime
{
    public const string Token = "t0k3n-of-the-server";

    internal LocalPlatform Platform { get; private set; } = null!;

    internal EverythingServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = new EverythingServer();
        await Server.StartAsync();
        Platform = await LocalPlatform.StartAsync(
            postgres,
            settings:
            [
                ("WORKFLOW_TOOLS_MCP_COMMANDS", "node"),
                ("WORKFLOW_TOOLS_MCP_START_TIMEOUT_MS", "120000"),
                ("WORKFLOW_SECRET_MCP", Token),
                ("LOG_LEVEL", "Verbose"),
            ]);
    }

    public async Task DisposeAsync()
    {
        await Platform.DisposeAsync();
        await Server.DisposeAsync();
    }
}
