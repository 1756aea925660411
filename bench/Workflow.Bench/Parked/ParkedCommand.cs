using System.CommandLine;

namespace Workflow.Bench.Parked;

/// <summary>What <c>workflow-bench parked</c> was asked for.</summary>
internal sealed record ParkedPlan(Uri Api, int Runs, int Due, TimeSpan Wait, bool Kill, string Database);

/// <summary><c>parked</c>: lets very many runs wait, and measures what they cost their owners, how late those that
/// come due are, and how long a take-over needs.</summary>
internal static class ParkedCommand
{
    public static Command Build()
    {
        var api = new Option<string>("--api")
        {
            Description = "Where the API listens.", DefaultValueFactory = _ => "http://127.0.0.1:8000",
        };
        var runs = Number("--runs", "Runs that wait for thirty days.", 1_000_000);
        var due = Number("--due", "Runs among them that come due while it is measured.", 200);
        var wait = Number("--wait", "Seconds until they come due.", 20);
        var kill = new Option<bool>("--kill")
        {
            Description = "End one consumer with SIGKILL and measure the take-over. At least two must be up.",
        };
        var command = new Command("parked", "Park many runs. DATABASE_URL says where the stack is.")
        {
            api, runs, due, wait, kill,
        };
        command.SetAction((call, ct) => ParkedRun.RunAsync(
            new ParkedPlan(
                new Uri(call.GetValue(api)!), call.GetValue(runs), call.GetValue(due),
                TimeSpan.FromSeconds(call.GetValue(wait)), call.GetValue(kill),
                Environment.GetEnvironmentVariable("DATABASE_URL")
                    ?? throw new InvalidOperationException("DATABASE_URL is not set; give that of the API.")), ct));
        return command;
    }

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
