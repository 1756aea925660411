using System.CommandLine;

namespace Workflow.Bench.Sockets;

/// <summary>What <c>workflow-bench sockets</c> was asked for.</summary>
internal sealed record SocketsPlan(
    Uri Api, int Pid, int Sockets, int Runs, int ChangesPerSecond, TimeSpan Duration, string? Token, string Database,
    string Brokers);

/// <summary><c>sockets</c>: opens many sockets, changes the runs they watch, and tells what that costs the
/// API.</summary>
internal static class SocketsCommand
{
    public static Command Build()
    {
        var api = new Option<string>("--api")
        {
            Description = "Where the API listens.", DefaultValueFactory = _ => "http://127.0.0.1:8000",
        };
        var pid = new Option<int>("--pid") { Description = "Process id of the API.", Required = true };
        var sockets = Number("--sockets", "WebSockets to open.", 1_000);
        var runs = Number("--runs", "Runs that they watch, in turn.", 1_000);
        var changes = Number("--changes", "Committed changes per second, over all runs.", 100);
        var seconds = Number("--seconds", "How long to measure.", 30);
        var token = new Option<string?>("--token") { Description = "Sent with each socket, if the API wants one." };
        var command = new Command(
            "sockets", "Watch many runs and measure the API. DATABASE_URL and KAFKA_BROKERS say where the stack is.")
        {
            api, pid, sockets, runs, changes, seconds, token,
        };
        command.SetAction((call, ct) => SocketsRun.RunAsync(
            new SocketsPlan(
                new Uri(call.GetValue(api)!), call.GetValue(pid), call.GetValue(sockets), call.GetValue(runs),
                call.GetValue(changes), TimeSpan.FromSeconds(call.GetValue(seconds)), call.GetValue(token),
                Setting("DATABASE_URL"), Setting("KAFKA_BROKERS")), ct));
        return command;
    }

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static string Setting(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"{name} is not set; give that of the API.");
}
