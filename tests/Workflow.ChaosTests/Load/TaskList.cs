using System.Text.Json.Nodes;
using Workflow.ChaosTests.Agents;

namespace Workflow.ChaosTests.Load;

/// <summary>Tasks of definitions, in the DSL's JSON form.</summary>
internal static class TaskList
{
    public static JsonObject Set(string name, params (string Member, string Value)[] members) => Named(name, new()
    {
        ["set"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Member, Text(member.Value)))),
    });

    public static JsonObject Wait(string name, int milliseconds) => Named(name, new()
    {
        ["wait"] = new JsonObject { ["milliseconds"] = milliseconds },
    });

    /// <summary>A call that is made again until it succeeds; what the agent answers is kept under its name.</summary>
    /// <param name="place">Of the call in its run: a number or an expression.</param>
    public static JsonObject Ask(
        string name, string place, string agent = AgentServer.Work) => Named($"try-{name}", new()
    {
        ["try"] = new JsonArray(Timed(Call(name, place, agent), name)),
        ["catch"] = new JsonObject
        {
            ["retry"] = new JsonObject
            {
                ["delay"] = new JsonObject { ["milliseconds"] = 150 },
                ["backoff"] = new JsonObject { ["constant"] = new JsonObject() },
                ["limit"] = new JsonObject { ["attempt"] = new JsonObject { ["count"] = 200 } },
            },
        },
    });

    /// <summary>One call, without a limit.</summary>
    public static JsonObject Call(string name, string place, string agent) => Named(name, new()
    {
        ["call"] = agent,
        ["with"] = new JsonObject { ["n"] = "${ .n }", ["s"] = $"${{ {place} }}" },
        ["output"] = new JsonObject { ["as"] = $"${{ $input + {{ \"{name}\": .v }} }}" },
    });

    /// <summary>A loop over 0 to <paramref name="count"/> − 1; the index is <c>$i</c>.</summary>
    public static JsonObject Fan(string name, int count, int parallel, params JsonNode[] tasks) => Named(name, new()
    {
        ["for"] = new JsonObject { ["each"] = "i", ["in"] = $"${{ [range({count})] }}", ["parallel"] = parallel },
        ["do"] = new JsonArray(tasks),
    });

    public static JsonObject Fork(string name, params JsonNode[] branches) => Named(name, new()
    {
        ["fork"] = new JsonObject { ["branches"] = new JsonArray(branches) },
    });

    public static JsonObject Child(string name, string kind) => Named(name, new()
    {
        ["run"] = new JsonObject
        {
            ["workflow"] = new JsonObject
            {
                ["namespace"] = LoadKind.Namespace, ["name"] = kind, ["input"] = new JsonObject { ["n"] = "${ .n }" },
            },
        },
    });

    /// <summary>A call by the executor itself to the input's <c>trap</c>, with the run's id behind it.</summary>
    public static JsonObject Spring(string name) => Named(name, new()
    {
        ["call"] = "http",
        ["with"] = new JsonObject { ["method"] = "post", ["endpoint"] = "${ .trap + $workflow.id }" },
    });

    /// <summary>Waits for a signal; its <c>amount</c> is kept as <c>said</c>.</summary>
    public static JsonObject Listen(string name, string type) => Named(name, new()
    {
        ["listen"] = new JsonObject
        {
            ["to"] = new JsonObject
            {
                ["one"] = new JsonObject { ["with"] = new JsonObject { ["type"] = type } },
            },
        },
        ["output"] = new JsonObject { ["as"] = "${ $input + { said: .[0].amount } }" },
    });

    public static JsonObject Raise(string name) => Named(name, new()
    {
        ["raise"] = new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["type"] = "https://example.org/errors/doomed", ["status"] = 418, ["title"] = "Doomed",
            },
        },
    });

    private static JsonObject Timed(JsonObject task, string name)
    {
        task[name]!["timeout"] = new JsonObject { ["after"] = new JsonObject { ["seconds"] = 4 } };
        return task;
    }

    private static JsonObject Named(string name, JsonObject task) => new() { [name] = task };

    private static JsonNode? Text(string value) => JsonValue.Create(value);
}
