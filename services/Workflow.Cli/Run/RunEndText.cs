using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Cli.Http;
using Workflow.Cli.Output;

namespace Workflow.Cli.Run;

/// <summary>The end of a run for people: how, how long, and what came out.</summary>
internal static class RunEndText
{
    public static void Print(RunSnapshot end)
    {
        Console.WriteLine();
        var why = end.ErrorMessage is { } message ? $": {CellText.Safe(message)}" : ".";
        Console.WriteLine($"The run {Ended(end)}{why}");
        if (end.OutputData is { ValueKind: not JsonValueKind.Null } output)
        {
            JsonText.Print(JsonNode.Parse(output.GetRawText()));
        }
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
