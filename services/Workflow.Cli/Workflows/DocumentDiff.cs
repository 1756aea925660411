using System.Text.Json.Nodes;
using Workflow.Cli.Output;

namespace Workflow.Cli.Workflows;

/// <summary>One difference of two documents.</summary>
/// <param name="Pointer">Its place, a JSON pointer.</param>
/// <param name="Left">Null when it was added.</param>
/// <param name="Right">Null when it was taken away.</param>
internal sealed record DocumentChange(string Pointer, JsonNode? Left, JsonNode? Right)
{
    public string ToText() => (Left, Right) switch
    {
        (null, _) => $"+ {Pointer}: {Text(Right)}",
        (_, null) => $"- {Pointer}: {Text(Left)}",
        _ => $"~ {Pointer}: {Text(Left)} -> {Text(Right)}",
    };

    public JsonObject ToJson() => new()
    {
        ["pointer"] = Pointer,
        ["change"] = Left is null ? "added" : Right is null ? "removed" : "changed",
        ["from"] = Left?.DeepClone(),
        ["to"] = Right?.DeepClone(),
    };

    private static string Text(JsonNode? node) => node?.ToJsonString(JsonText.Compact) ?? "null";
}

/// <summary>Compares documents member by member. Lists of tasks are compared by the tasks' names, so that one that is
/// put in between is one difference.</summary>
internal static class DocumentDiff
{
    /// <summary>In the order of the documents.</summary>
    public static IReadOnlyList<DocumentChange> Of(JsonNode? left, JsonNode? right) => [.. Compare("", left, right)];

    private static IEnumerable<DocumentChange> Compare(string pointer, JsonNode? left, JsonNode? right)
    {
        if (JsonNode.DeepEquals(left, right))
        {
            return [];
        }

        return (left, right) switch
        {
            (JsonObject a, JsonObject b) => Members(pointer, a, b),
            (JsonArray a, JsonArray b) when TasksOf(a) is { } x && TasksOf(b) is { } y => Members(pointer, x, y),
            (JsonArray a, JsonArray b) => Members(pointer, Numbered(a), Numbered(b)),
            _ => [new DocumentChange(pointer, left, right)],
        };
    }

    private static IEnumerable<DocumentChange> Members(string pointer, JsonObject left, JsonObject right)
    {
        var names = left.Select(member => member.Key).Union(right.Select(member => member.Key)).ToList();
        return names.SelectMany(name => Compare($"{pointer}/{Escape(name)}", left[name], right[name]));
    }

    /// <summary>Null when it is no list of tasks: objects of one member each, whose names differ.</summary>
    private static JsonObject? TasksOf(JsonArray list)
    {
        var tasks = new JsonObject();
        foreach (var item in list)
        {
            if (item is not JsonObject { Count: 1 } task
                || !tasks.TryAdd(task.First().Key, task.First().Value?.DeepClone()))
            {
                return null;
            }
        }

        return tasks;
    }

    private static JsonObject Numbered(JsonArray list) =>
        new(list.Select((item, i) => KeyValuePair.Create(i.ToString(), item?.DeepClone())));

    private static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
