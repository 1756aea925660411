using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;
using Workflow.Cli.Runs;

namespace Workflow.Cli.Cluster;

/// <summary><c>workflow cluster drain</c> and <c>workflow cluster resume</c>.</summary>
internal static class DrainConsumer
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public static Command Drain()
    {
        var id = Id();
        var force = new Option<bool>("--force")
        {
            Description = "Also when no other consumer would take its shards.",
        };
        var wait = new Option<bool>("--wait") { Description = "Ends only when nothing is left there." };
        var reason = ReasonOption.Build();
        return new ApiCommand("drain", "Has a consumer hand its shards over and take none.", async call =>
        {
            var answer = await call.PostAsync(
                PathOf(call.Value(id), "drain"),
                Inputs.Body(("force", call.Value(force)), ("reason", call.Value(reason))));
            call.Print.Record(call.Value(wait) ? await DrainedAsync(call, call.Value(id)) : answer);
        })
        {
            id, force, wait, reason,
        };
    }

    public static Command Resume()
    {
        var id = Id();
        var reason = ReasonOption.Build();
        return new ApiCommand("resume", "Lets a drained consumer take shards again.", async call =>
            call.Print.Record(await call.PostAsync(
                PathOf(call.Value(id), "resume"), Inputs.Body(("reason", call.Value(reason))))))
        {
            id, reason,
        };
    }

    private static Argument<string> Id() => new("id") { Description = "Id of the consumer, as the list tells it." };

    private static string PathOf(string id, string verb) => $"api/v1/consumers/{Uri.EscapeDataString(id)}/{verb}";

    /// <summary>Waits until the consumer is drained, is resumed, or has ended.</summary>
    private static async Task<JsonNode?> DrainedAsync(ApiCall call, string id)
    {
        while (true)
        {
            var row = (await call.GetAsync("api/v1/consumers")).RowsAt("consumers")
                .FirstOrDefault(consumer => consumer.TextAt("id") == id);
            if (row?.TextAt("status") is not "draining")
            {
                return row ?? new JsonObject { ["id"] = id, ["status"] = "ended" };
            }

            await Task.Delay(Look, call.Ct);
        }
    }
}
