using System.CommandLine;
using Workflow.Kafka;

namespace Workflow.Cli.Broker;

/// <summary><c>workflow broker</c>: the embedded Kafka broker as a process of its own.</summary>
internal static class BrokerCommand
{
    public static Command Build()
    {
        var port = new Option<int>("--port")
        {
            Description = "Port on 127.0.0.1.",
            DefaultValueFactory = _ => 19092,
        };
        var partitions = new Option<int>("--partitions")
        {
            Description = "Partitions of the request topic and of those aligned with it.",
            DefaultValueFactory = _ => 16,
        };
        var command = new Command("broker", "Runs the embedded Kafka broker until it is told to end.")
        {
            port, partitions,
        };
        command.SetAction((call, ct) => ServeAsync(call.GetValue(port), call.GetValue(partitions), ct));
        return command;
    }

    private static async Task<int> ServeAsync(int port, int partitions, CancellationToken ct)
    {
        try
        {
            using var broker = EmbeddedBroker.Start(new EmbeddedBrokerOptions { Port = port, Partitions = partitions });
            Console.WriteLine($"Kafka clients find it at {broker.BootstrapServers}; {partitions} partitions.");
            await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
        catch (EmbeddedBrokerException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
