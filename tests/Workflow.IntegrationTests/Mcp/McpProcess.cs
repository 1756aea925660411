using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Mcp;

/// <summary>A real <c>workflow mcp</c> process and the official client that talks to it.</summary>
internal sealed class McpProcess(McpClient client) : IAsyncDisposable
{
    public McpClient Client { get; } = client;

    /// <param name="api">Root of the API that the tools call.</param>
    public static async Task<McpProcess> StartAsync(Uri api) => new(await McpClient.CreateAsync(
        new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = [Built.Assembly("services/Workflow.Cli"), "mcp", "--api", api.ToString()],
        }),
        // A process that is slow to start is not an old server, which it would be taken for after five seconds.
        new McpClientOptions { DiscoverProbeTimeout = Timeout.InfiniteTimeSpan }));

    /// <returns>The structured result; its text is the same.</returns>
    public async Task<JsonElement> CallAsync(
        string tool, Dictionary<string, object?>? arguments = null, IProgress<ProgressNotificationValue>? told = null)
    {
        var result = await Client.CallToolAsync(tool, arguments, told);
        Assert.True(result.IsError is not true, TextOf(result));
        Assert.True(JsonElement.DeepEquals(result.StructuredContent!.Value, JsonElement.Parse(TextOf(result))));
        Assert.DoesNotContain("\\u00", TextOf(result), StringComparison.Ordinal);
        return result.StructuredContent!.Value;
    }

    /// <returns>The text of the error.</returns>
    public async Task<string> RefusedAsync(string tool, Dictionary<string, object?> arguments)
    {
        var result = await Client.CallToolAsync(tool, arguments);
        Assert.True(result.IsError, TextOf(result));
        return TextOf(result);
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    private static string TextOf(CallToolResult result) => Assert.IsType<TextContentBlock>(result.Content[0]).Text;
}
