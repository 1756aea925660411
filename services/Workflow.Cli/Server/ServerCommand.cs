using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Server;

/// <summary><c>workflow server</c>: the platform's processes on this machine.</summary>
internal static class ServerCommand
{
    private const string Description =
        "Starts broker, API, bridge and consumers, restarts what dies, and ends them all in order on Ctrl-C.";

    public static Command Build()
    {
        var port = Number("--port", "Port of the API on 127.0.0.1.", 8000, 1, 65_535);
        var brokerPort = Number(
            "--broker-port", "Port of the embedded broker; not used with KAFKA_BROKERS.", 19092, 1, 65_535);
        var consumers = Number("--consumers", "How many consumers.", 2, 1, 32);
        var database = new Option<string?>("--database")
        {
            Description = "URL of the PostgreSQL database. Default: DATABASE_URL.",
            HelpName = "URL",
        };
        var start = new Command("start", Description) { port, brokerPort, consumers, database };
        start.SetAction((words, ct) => Failures.GuardAsync(OutputFormat.Table, async () =>
        {
            var plan = ServerPlan.Of(
                words.GetValue(port), words.GetValue(brokerPort), words.GetValue(consumers),
                words.GetValue(database), Environment.GetEnvironmentVariable);
            return await new Supervisor(plan, TimeProvider.System).RunAsync(ct);
        }));
        return new Command("server", "Runs the whole platform on this machine.") { start };
    }

    private static Option<int> Number(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            DefaultValueFactory = _ => usual,
            HelpName = "N",
        };
        option.Validators.Add(given =>
        {
            if (given.Errors.Any() || given.GetValueOrDefault<int>() < least || given.GetValueOrDefault<int>() > most)
            {
                given.AddError($"{name} takes a number from {least} to {most}.");
            }
        });
        return option;
    }
}
