using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Cluster;

/// <summary><c>workflow cluster shards</c>.</summary>
internal static class ListShards
{
    public static Command Build() => new ApiCommand(
        "shards", "Lists which consumer owns which shard.", async call =>
        {
            var consumers = await call.GetAsync("api/v1/consumers");
            var shards = consumers.RowsAt("consumers")
                .SelectMany(owner => owner.RowsAt("shards").Select(shard => (Number: shard.GetValue<int>(), owner)))
                .OrderBy(shard => shard.Number)
                .Select(shard => (JsonNode)new JsonObject
                {
                    ["shard"] = shard.Number,
                    ["owner"] = shard.owner.TextAt("id"),
                    ["host"] = shard.owner.TextAt("host"),
                });
            call.Print.List(
                new JsonObject { ["shards"] = new JsonArray([.. shards]) }, "shards", new Column("SHARD", "shard"),
                new Column("OWNER", "owner"), new Column("HOST", "host"));
        });
}
