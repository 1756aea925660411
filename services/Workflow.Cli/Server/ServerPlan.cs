using System.Globalization;

namespace Workflow.Cli.Server;

/// <summary>A process that is to run.</summary>
/// <param name="Stage">Processes of a lower stage are ended first: those who take work in before those they
/// need.</param>
/// <param name="Words">Arguments of <c>dotnet</c>: the assembly first.</param>
internal sealed record PlannedProcess(
    string Name, int Stage, IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Environment);

/// <summary>Which processes make the platform, in the order in which they start.</summary>
/// <param name="Api">Root of the API.</param>
internal sealed record ServerPlan(Uri Api, IReadOnlyList<PlannedProcess> Processes)
{
    /// <exception cref="InputException">There is no database, or a program is missing.</exception>
    public static ServerPlan Of(
        int port, int brokerPort, int consumers, string? database, Func<string, string?> variable)
    {
        var api = new Uri($"http://127.0.0.1:{port}");
        var given = variable("KAFKA_BROKERS") is { Length: > 0 } brokers ? brokers : null;
        var environment = new Dictionary<string, string>
        {
            ["DATABASE_URL"] = database ?? variable("DATABASE_URL") ?? throw new InputException(
                "DATABASE_URL is not set, and --database not given: say where PostgreSQL is, such as "
                + "postgresql://user:password@127.0.0.1:5432/workflow. (`./dev up` brings a database of its own.)"),
        };
        if (given is null)
        {
            environment["KAFKA_BROKERS"] = $"127.0.0.1:{brokerPort}";
            environment["WORKFLOW_KAFKA_PROFILE"] = "local";
            environment["DOTNET_ENVIRONMENT"] = environment["ASPNETCORE_ENVIRONMENT"] = "Local";
        }

        List<PlannedProcess> processes =
        [
            new("api", 0, [Programs.Of("Workflow.Api"), "--urls", api.ToString()], environment),
            new("bridge", 1, [Programs.Of("Workflow.Bridge")], environment),
            .. Enumerable.Range(1, consumers).Select(number => new PlannedProcess(
                $"consumer-{number}", 0, [Programs.Of("Workflow.ExecutionConsumer")], environment)),
        ];
        if (given is null)
        {
            processes.Insert(0, new PlannedProcess(
                "broker", 2,
                [Programs.Own, "broker", "--port", brokerPort.ToString(CultureInfo.InvariantCulture)], environment));
        }

        return new ServerPlan(api, processes);
    }
}
