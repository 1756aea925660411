using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflow.Cli.Calls;

/// <summary>Reads values of options that are more than a word.</summary>
internal static class Inputs
{
    /// <summary>JSON; or <c>@</c> and a file that holds it; or <c>@-</c> for standard input. Null when it is left
    /// out.</summary>
    /// <exception cref="InputException">It is no JSON, with line and column, or there is no such file.</exception>
    public static JsonNode? Json(string option, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var content = Text(option, text)!;
        try
        {
            return JsonNode.Parse(content);
        }
        catch (JsonException e)
        {
            throw new InputException(
                $"{(text[0] == '@' ? text[1..] : option)}:{e.LineNumber + 1}:{e.BytePositionInLine + 1}: "
                + $"no JSON: {e.Message}", e);
        }
    }

    /// <summary>A text; or <c>@</c> and a file that holds it; or <c>@-</c> for standard input. Null when it is left
    /// out.</summary>
    /// <exception cref="InputException">There is no such file.</exception>
    public static string? Text(string option, string? text)
    {
        try
        {
            return text switch
            {
                "@-" => Console.In.ReadToEnd(),
                ['@', .. var file] => File.ReadAllText(file),
                _ => text,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option} {text}: {e.Message}", e);
        }
    }

    /// <summary>The same, and it has to be an object.</summary>
    /// <exception cref="InputException">It is something else.</exception>
    public static JsonObject? Object(string option, string? text) => Json(option, text) switch
    {
        null => null,
        JsonObject members => members,
        var other => throw new InputException(
            $"{option} is a JSON {other.GetValueKind()}; give an object such as {{\"name\": \"Ada\"}}."),
    };

    /// <summary>Pairs such as <c>team=blue</c>; null when there are none.</summary>
    /// <exception cref="InputException">One has no equals sign.</exception>
    public static JsonObject? Pairs(string option, string[]? pairs)
    {
        if (pairs is not { Length: > 0 })
        {
            return null;
        }

        var members = new JsonObject();
        foreach (var pair in pairs)
        {
            var (name, value) = Pair(option, pair);
            members[name] = value;
        }

        return members;
    }

    /// <exception cref="InputException">It has no equals sign, or nothing before it.</exception>
    public static (string Name, string Value) Pair(string option, string text) => text.IndexOf('=') is > 0 and var at
        ? (text[..at], text[(at + 1)..])
        : throw new InputException($"{option} '{text}': give a pair such as team=blue.");

    /// <summary>Of the members, those that have a value.</summary>
    public static JsonObject Body(params (string Name, JsonNode? Value)[] members) =>
        new(members.Where(member => member.Value is not null)
            .Select(member => KeyValuePair.Create(member.Name, member.Value)));
}
