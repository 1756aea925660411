using System.Text.Json.Nodes;

namespace Workflow.IntegrationTests.Fuzz;

/// <summary>Definitions made from valid ones by a few changes each. The same seed gives the same ones.</summary>
internal sealed class DefinitionFuzzer(int seed)
{
    private static readonly string[] Seeds =
    [
        """
        {"do":[{"a":{"set":{"n":"${ .n + 1 }"},"then":"c"}},{"b":{"set":{"lost":true},"then":"end"}},
         {"c":{"switch":[{"big":{"when":".n > 3","then":"d"}},{"else":{"then":"d"}}]}},
         {"d":{"set":{"done":"${ $input }"},"export":{"as":"{ seen: . }"},"output":{"as":".done"}}}]}
        """,
        """
        {"input":{"schema":{"document":{"type":"object"}}},
         "do":[{"each":{"for":{"each":"x","in":"[1, 2, 3]","at":"i"},"while":".sum < 5",
           "do":[{"add":{"set":{"sum":"${ (.sum // 0) + $x }"}}}]}},
          {"both":{"fork":{"compete":false,"branches":[{"left":{"set":{"l":1}}},{"right":{"set":{"r":2}}}]}}}]}
        """,
        """
        {"use":{"errors":{"bad":{"type":"https://example.com/bad","status":400,"title":"Bad"}},
          "retries":{"soon":{"delay":{"milliseconds":1},"backoff":{"constant":{}},
            "limit":{"attempt":{"count":2}}}},
          "functions":{"twice":{"set":{"n":"${ .n * 2 }"}}}},
         "do":[{"careful":{"try":[{"fail":{"raise":{"error":"bad"}}}],
           "catch":{"errors":{"with":{"status":400}},"as":"e","retry":"soon",
             "do":[{"mend":{"set":{"why":"${ $e.title }"}}}]}}},
          {"call":{"call":"twice","with":{"n":4},"if":".why != null"}},
          {"tell":{"emit":{"event":{"with":{"source":"https://example.com","type":"told","data":{"n":1}}}}}}],
         "output":{"as":"{ all: . }"},"timeout":{"after":{"seconds":20}}}
        """,
    ];

    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1.5", "1e400", "\"\"", "\"${ .x | }\"", "\"${ $nothing }\"", "\"end\"", "\"then\"",
        "[]", "{}", "[[]]", "{\"set\":{}}", "\"PT1S\"", "\"\\u0000\"", "\"😀\"", "[{\"a\":{}}]",
        "{\"raise\":{\"error\":{}}}", "\"${ error }\"", "\"${ .. | .. }\"",
    ];

    /// <summary>What a text is changed to when it is to stay of its kind.</summary>
    private static readonly string[] Expressions =
        ["${ . }", "${ .n }", "${ .n / 0 }", "${ [1, 2] }", "${ {} }", "${ $input | keys }", "${ null }", "${ \"x\" }"];

    private readonly Random _random = new(seed);
    private int _made;

    /// <summary>How many of the first ones are not changed.</summary>
    public static int Valid => Seeds.Length;

    /// <summary>The first ones are the valid ones themselves.</summary>
    /// <param name="name">Of the workflow.</param>
    public string Next(string name)
    {
        var root = JsonNode.Parse(Seeds[_made % Seeds.Length])!.AsObject();
        root["document"] = new JsonObject
        {
            ["dsl"] = "1.0.0", ["namespace"] = "fuzz", ["name"] = name, ["version"] = "1.0.0",
        };
        if (_made++ < Seeds.Length)
        {
            return root.ToJsonString();
        }

        for (var changes = _random.Next(1, 4); changes > 0; changes--)
        {
            Change(root);
        }

        var text = root.ToJsonString();
        return _random.Next(4) == 0 ? Spoil(text) : text;
    }

    private void Change(JsonObject root)
    {
        var places = All(root).ToList();
        var (parent, key) = places[_random.Next(places.Count)];
        if (_random.Next(2) == 0 && parent is JsonObject leaf && leaf[key] is JsonValue scalar)
        {
            leaf[key] = OfItsKind(scalar);
            return;
        }

        switch (_random.Next(4), parent)
        {
            case (0, JsonObject members):
                members.Remove(key);
                break;
            case (1, JsonObject members) when members[key] is { } value:
                members.Remove(key);
                members[Misspell(key)] = value;
                break;
            case (2, JsonObject members):
                var (other, from) = places[_random.Next(places.Count)];
                members[key] = (other is JsonArray list ? list[int.Parse(from)] : other[from])?.DeepClone();
                break;
            case (_, JsonObject members):
                members[key] = Value();
                break;
            case (_, JsonArray items):
                items[int.Parse(key)] = Value();
                break;
        }
    }

    private JsonNode? OfItsKind(JsonValue scalar) =>
        scalar.TryGetValue<string>(out var text)
            ? text.StartsWith("${", StringComparison.Ordinal) ? Expressions[_random.Next(Expressions.Length)] : text
            : scalar.TryGetValue<bool>(out var yes) ? !yes : _random.Next(1_000);

    private JsonNode? Value()
    {
        var text = Values[_random.Next(Values.Length)];
        return text == "null" ? null : JsonNode.Parse(text);
    }

    private string Misspell(string key)
    {
        var at = _random.Next(key.Length);
        return _random.Next(3) switch
        {
            0 => key.Remove(at, 1) + "x",
            1 => key.Insert(at, "_"),
            _ => key.ToUpperInvariant(),
        };
    }

    private string Spoil(string text)
    {
        var at = _random.Next(text.Length);
        return _random.Next(3) switch
        {
            0 => text[..at],
            1 => text.Insert(at, "{"),
            _ => text.Remove(at, Math.Min(_random.Next(1, 9), text.Length - at)),
        };
    }

    private static IEnumerable<(JsonNode Parent, string Key)> All(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(
            member => Below(node, member.Key, member.Value)),
        JsonArray items => items.SelectMany((item, index) => Below(node, $"{index}", item)),
        _ => [],
    };

    private static IEnumerable<(JsonNode Parent, string Key)> Below(JsonNode parent, string key, JsonNode? child) =>
        All(child ?? JsonValue.Create(0)).Prepend((parent, key));
}
