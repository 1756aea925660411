using System.CommandLine;
using ModelContextProtocol.Server;
using Workflow.Cli.Http;

namespace Workflow.Cli.Mcp;

/// <summary><c>workflow mcp</c>: a Model Context Protocol server over standard input and output, for clients that let
/// language models call tools. It ends when its client closes the input.</summary>
internal static class McpCommand
{
    private const string Description =
        "Serves the platform's runs as tools of the Model Context Protocol, over standard input and output.";

    public static Command Build()
    {
        var api = ApiOption.Build();
        var command = new Command("mcp", Description) { api };
        command.SetAction((call, ct) => ApiOption.GuardAsync(() => ServeAsync(call.GetValue(api)!, ct)));
        return command;
    }

    private static async Task<int> ServeAsync(Uri root, CancellationToken ct)
    {
        using var api = ApiClient.To(root);
        var options = ToolList.Options(api, root, TimeProvider.System);
        await using var transport = new StdioServerTransport(options);

        // The transport has opened standard output for itself; a line of anything else in there would break it.
        Console.SetOut(Console.Error);
        await using var server = McpServer.Create(transport, options);
        await Console.Error.WriteLineAsync($"workflow mcp: tools for {root}");
        await server.RunAsync(ct);
        return 0;
    }
}
