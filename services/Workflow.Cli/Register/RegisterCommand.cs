using System.CommandLine;
using Workflow.Cli.Http;

namespace Workflow.Cli.Register;

/// <summary><c>workflow register</c>: makes agents and definitions known; doing it again changes nothing.</summary>
internal static class RegisterCommand
{
    public static Command Build()
    {
        var api = ApiOption.Build();
        var agents = new Option<Uri?>("--agents")
        {
            Description = "Root of a service that lists its agents at /agents.",
            CustomParser = ApiOption.ReadUri,
        };
        var files = new Argument<FileInfo[]>("file")
        {
            Description = "Definitions, YAML or JSON.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("register", "Registers agents and workflow definitions.") { api, agents, files };
        command.SetAction((call, ct) => ApiOption.GuardAsync(
            () => RegisterAsync(call.GetValue(api)!, call.GetValue(agents), call.GetValue(files) ?? [], ct)));
        return command;
    }

    private static async Task<int> RegisterAsync(Uri api, Uri? agents, FileInfo[] files, CancellationToken ct)
    {
        using var client = ApiClient.To(api);
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
