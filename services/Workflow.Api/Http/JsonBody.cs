using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Workflow.Model;

namespace Workflow.Api.Http;

/// <summary>A member of a body's top-level object; its value is a slice of the body.</summary>
public readonly record struct JsonMember(string Name, JsonTokenType Kind, RawJson Value);

/// <summary>Reads a JSON body once: checks it whole and cuts out the members of its top-level object.</summary>
public static class JsonBody
{
    /// <param name="depthMax">Objects and arrays within each other, the top-level one included.</param>
    public static bool TryReadMembers(
        ReadOnlyMemory<byte> utf8, int depthMax, out List<JsonMember> members,
        [NotNullWhen(false)] out Problem? problem)
    {
        members = [];
        var text = WithoutMark(utf8);
        var invalid = FirstInvalid(text.Span);
        if (invalid >= 0)
        {
            problem = Problems.NotUtf8(invalid);
            return false;
        }

        var reader = new Utf8JsonReader(text.Span, new JsonReaderOptions { MaxDepth = depthMax + 1 });
        try
        {
            problem = Read(ref reader, text, depthMax, members);
        }
        catch (JsonException error)
        {
            var (line, position) = ((error.LineNumber ?? 0) + 1, (error.BytePositionInLine ?? 0) + 1);
            problem = Problems.MalformedJson(line, position, error.Message.Split(" LineNumber:")[0]);
        }
        catch (InvalidOperationException)
        {
            problem = Problems.MalformedJson(
                1 + text.Span[..(int)reader.TokenStartIndex].Count((byte)'\n'),
                reader.TokenStartIndex - text.Span[..(int)reader.TokenStartIndex].LastIndexOf((byte)'\n'),
                "A member's name holds half of a surrogate pair (\\ud800 to \\udfff), which is no character.");
        }

        return problem is null;
    }

    private static Problem? Read(
        ref Utf8JsonReader reader, ReadOnlyMemory<byte> text, int depthMax, List<JsonMember> members)
    {
        var (name, start, kind) = ("", 0L, JsonTokenType.None);
        while (reader.Read())
        {
            var token = reader.TokenType;
            var opens = token is JsonTokenType.StartObject or JsonTokenType.StartArray;
            if (opens && reader.CurrentDepth >= depthMax)
            {
                return Problems.JsonTooDeep(depthMax);
            }

            if (reader.CurrentDepth == 0)
            {
                if (token is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
                {
                    return Problems.NotAnObject();
                }
            }
            else if (reader.CurrentDepth == 1)
            {
                if (token == JsonTokenType.PropertyName)
                {
                    name = reader.GetString()!;
                    kind = JsonTokenType.None;
                    continue;
                }

                (start, kind) = kind == JsonTokenType.None ? (reader.TokenStartIndex, token) : (start, kind);
                if (!opens)
                {
                    members.Add(new JsonMember(name, kind, new RawJson(text[(int)start..(int)reader.BytesConsumed])));
                }
            }
        }

        return members.GroupBy(member => member.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? Problems.MemberTwice(twice.Key)
            : null;
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8))
        {
            return -1;
        }

        var offset = 0;
        while (System.Text.Rune.DecodeFromUtf8(
            utf8[offset..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }
}
