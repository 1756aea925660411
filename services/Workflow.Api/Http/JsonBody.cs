using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Workflow.Api.Http.Fields;
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
            problem = HalfCharacter(text.Span, (int)reader.TokenStartIndex, "A member's name");
        }

        return problem is null;
    }

    /// <summary>Of a value that is read as a text, and is none.</summary>
    /// <param name="part">Its JSON, a slice of the body.</param>
    internal static Problem HalfCharacter(ReadOnlyMemory<byte> body, RawJson part, string what)
    {
        var text = WithoutMark(body).Span;
        return HalfCharacter(text, text.Overlaps(part.Utf8.Span, out var at) ? at : 0, what);
    }

    /// <summary>Where a member's name is no text; null when all are.</summary>
    /// <param name="depthMax">Of the JSON, which is valid.</param>
    /// <param name="line">Which of the body's lines the JSON begins with.</param>
    internal static Problem? HalfName(ReadOnlySpan<byte> json, int depthMax, int line = 1)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = depthMax });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && !JsonText.TryRead(ref reader, out _))
            {
                return HalfCharacter(json, (int)reader.TokenStartIndex, "A member's name", line);
            }
        }

        return null;
    }

    private static Problem HalfCharacter(ReadOnlySpan<byte> text, int at, string what, int line = 1) =>
        Problems.MalformedJson(
            line + text[..at].Count((byte)'\n'), at - text[..at].LastIndexOf((byte)'\n'),
            $"{what} holds half of a surrogate pair (\\ud800 to \\udfff), which is no character.");

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
