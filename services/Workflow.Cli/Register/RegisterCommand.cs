using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Connections;
using Workflow.Cli.Http;
using Workflow.Cli.Output;

namespace Workflow.Cli.Register;

/// <summary><c>workflow register</c>: makes agents and definitions known; doing it again changes nothing.</summary>
internal static class RegisterCommand
{
    public static Command Build()
    {
        var connection = new ConnectionChoice();
        var agents = new Option<Uri?>("--agents")
        {
            Description = "Root of a service that lists its agents at /agents.",
            CustomParser = UrlText.ReadOption,
        };
        var files = new Argument<FileInfo[]>("file")
        {
            Description = "Definitions, YAML or JSON.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("register", "Registers agents and workflow definitions.") { agents, files };
        connection.AddTo(command);
        command.SetAction((call, ct) => Failures.GuardAsync(
            OutputFormat.Table,
            () => RegisterAsync(connection.Of(call), call.GetValue(agents), call.GetValue(files) ?? [], ct)));
        return command;
    }

    private static async Task<int> RegisterAsync(
        Connection connection, Uri? agents, FileInfo[] files, CancellationToken ct)
    {
        using var client = ApiClient.To(connection);
        var listed = agents is null ? [] : await ApiClient.AgentsOfAsync(agents, ct);
        foreach (var agent in listed)
        {
            await client.PutAgentAsync(agent, ct);
        }

        if (listed.Count > 0)
        {
            Console.WriteLine($"Agents: {string.Join(", ", listed.Select(agent => agent.Name))}");
        }

        foreach (var file in files)
        {
            var workflow = await client.RegisterAsync(file.FullName, ct);
            Console.WriteLine($"Workflow: {workflow.Name} {workflow.Version} ({workflow.Id})");
        }

        return 0;
    }
}
