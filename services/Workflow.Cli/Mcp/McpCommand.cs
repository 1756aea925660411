using System.CommandLine;
using ModelContextProtocol.Server;
using Workflow.Cli.Calls;
using Workflow.Cli.Connections;
using Workflow.Cli.Http;
using Workflow.Cli.Output;

namespace Workflow.Cli.Mcp;

/// <summary><c>workflow mcp</c>: a Model Context Protocol server over standard input and output, for clients that let
/// language models call tools. It ends when its client closes the input.</summary>
internal static class McpCommand
{
    private const string Description =
        "Serves the platform's runs as tools of the Model Context Protocol, over standard input and output.";

    public static Command Build()
    {
        var connection = new ConnectionChoice();
        var command = new Command("mcp", Description);
        connection.AddTo(command);
        command.SetAction((words, ct) => Failures.GuardAsync(
            OutputFormat.Table, () => ServeAsync(connection.Of(words), ct)));
        return command;
    }

    private static async Task<int> ServeAsync(Connection connection, CancellationToken ct)
    {
        using var api = ApiClient.To(connection);
        var options = ToolList.Options(api, connection.Url, TimeProvider.System);
        await using var transport = new StdioServerTransport(options);

        // The transport has opened standard output for itself; a line of anything else in there would break it.
        Console.SetOut(Console.Error);
        await using var server = McpServer.Create(transport, options);
        await Console.Error.WriteLineAsync($"workflow mcp: tools for {connection.Url}");
        await server.RunAsync(ct);
        return 0;
    }
}
