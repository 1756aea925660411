using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;
using Workflow.Cli.Http;
using Workflow.Cli.Output;

namespace Workflow.Cli.Cluster;

/// <summary><c>workflow cluster health</c>.</summary>
internal static class ShowHealth
{
    public static Command Build() => new ApiCommand(
        "health", "Tells whether the platform is ready. Ends with 0 if it is, 5 if not.", async call =>
        {
            var (report, code) = await ReadAsync(call);
            var rows = new JsonArray([.. (report.At("components") as JsonObject ?? []).Select(component =>
                (JsonNode)new JsonObject
                {
                    ["name"] = component.Key,
                    ["status"] = component.Value.TextAt("status"),
                    ["detail"] = component.Value.TextAt("detail"),
                })]);
            if (call.Print.IsForPeople)
            {
                call.Print.List(
                    rows, "", new Column("PART", "name"), new Column("STATUS", "status"),
                    new Column("DETAIL", "detail"));
            }
            else
            {
                call.Print.Record(report);
            }

            return code;
        });

    /// <summary>What is not ready says so in the same shape, with another HTTP status.</summary>
    private static async Task<(JsonNode? Report, int Code)> ReadAsync(ApiCall call)
    {
        try
        {
            return (await call.GetAsync("healthz"), ExitCode.Ok);
        }
        catch (ApiException e) when (e.Answer?.ContainsKey("components") == true)
        {
            return (e.Answer, e.Code);
        }
    }
}
