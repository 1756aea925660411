using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Workflow.Cli.Http;

namespace Workflow.Cli.Run;

/// <summary><c>workflow run FILE</c>: registers a definition, starts a run and shows it until it ends.</summary>
internal static class RunCommand
{
    private const string Description =
        "Runs a workflow and shows it. Ends with 0 if it completed, 1 if not, 2 if the definition or input is wrong.";

    // For a terminal, not for a page: umlauts and quotes stay readable.
    private static readonly JsonWriterOptions Readable =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Build()
    {
        var api = ApiOption.Build();
        var input = new Option<string?>("--input") { Description = "Input of the run: JSON, or @ and a file." };
        var file = new Argument<FileInfo>("file") { Description = "The definition, YAML or JSON." };
        var command = new Command("run", Description) { api, input, file };
        command.SetAction((call, ct) => ApiOption.GuardAsync(
            () => RunAsync(call.GetValue(api)!, call.GetValue(file)!, call.GetValue(input), ct)));
        return command;
    }

    private static async Task<int> RunAsync(Uri root, FileInfo file, string? inputText, CancellationToken ct)
    {
        var input = RunInput.Read(inputText);
        using var api = ApiClient.To(root);
        var workflow = await api.RegisterAsync(file.FullName, ct);
        var run = await api.StartAsync(workflow.Id, input, ct);
        Console.WriteLine($"{workflow.Name} {workflow.Version}, run {run}");
        var follower = new RunFollower(api, TimeProvider.System);
        var end = AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
            ? await AnsiConsole.Live(Text.Empty).StartAsync(live => follower.FollowAsync(run, new LiveView(live), ct))
            : await follower.FollowAsync(run, new PlainView(Console.Out), ct);
        Print(end);
        Console.WriteLine();
        Console.WriteLine($"Run    {new Uri(root, $"api/workflows/executions/{run}")}");
        Console.WriteLine($"Steps  {new Uri(root, $"api/executions/{run}/steps")}");
        return end.Status == "completed" ? 0 : 1;
    }

    private static void Print(RunSnapshot end)
    {
        Console.WriteLine();
        Console.WriteLine($"The run {Ended(end)}{(end.ErrorMessage is { } why ? $": {why}" : ".")}");
        if (end.OutputData is not { ValueKind: not JsonValueKind.Null } output)
        {
            return;
        }

        using var standardOutput = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(standardOutput, Readable))
        {
            output.WriteTo(writer);
        }

        Console.WriteLine();
    }

    private static string Ended(RunSnapshot end)
    {
        var time = end is { StartedAt: { } began, CompletedAt: { } ended } ? $" in {StepText.Of(ended - began)}" : "";
        return end.Status switch
        {
            "completed" => $"completed{time}",
            "failed" => $"failed{time}",
            _ => $"was {end.Status}",
        };
    }
}
