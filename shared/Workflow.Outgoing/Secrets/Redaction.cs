using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workflow.Model;

namespace Workflow.Outgoing.Secrets;

/// <summary>Takes the secrets of a call out of what the other side says.</summary>
public sealed class Redaction
{
    public const string Mark = "[secret]";

    /// <summary>Shorter ones stay in outputs, where they would be found by chance. Longer than the mark, none makes an
    /// output longer.</summary>
    private const int OutputLengthMin = 8;

    public static readonly Redaction None = new();

    private readonly string[] _values;
    private readonly string[] _inOutput;
    private readonly byte[][] _inOutputUtf8;

    /// <param name="secrets">As they are sent; the forms in which others repeat them are found too.</param>
    public Redaction(params IEnumerable<string> secrets)
    {
        _values = [.. secrets.SelectMany(FormsOf).Where(form => form.Length > 0).Distinct()
            .OrderByDescending(form => form.Length)];
        _inOutput = [.. _values.Where(value => value.Length >= OutputLengthMin)];
        _inOutputUtf8 = [.. _inOutput.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>The same, for more secrets.</summary>
    public Redaction With(IEnumerable<string> secrets) => new([.. _values, .. secrets]);

    /// <summary>A text that ends up in an error.</summary>
    public string Clean(string text) => Clean(text, _values);

    /// <summary>A text that is an output: short secrets stay in it.</summary>
    public string CleanOutput(string text) => Clean(text, _inOutput);

    /// <summary>JSON that the agent gave: in strings, names and numbers.</summary>
    public RawJson Clean(RawJson json)
    {
        if (_inOutput.Length == 0 || !MayHold(json.Utf8.Span))
        {
            return json;
        }

        var cleaned = new ArrayBufferWriter<byte>(json.Utf8.Length);
        var reader = new Utf8JsonReader(json.Utf8.Span, new JsonReaderOptions { MaxDepth = 1024 });
        var copied = 0;
        while (reader.Read())
        {
            if (CleanToken(ref reader) is { } token)
            {
                var start = (int)reader.TokenStartIndex;
                var quotes = reader.TokenType == JsonTokenType.Number ? 0 : 2;
                cleaned.Write(json.Utf8.Span[copied..start]);
                cleaned.Write(token);
                copied = start + reader.ValueSpan.Length + quotes;
            }
        }

        cleaned.Write(json.Utf8.Span[copied..]);
        return new RawJson(cleaned.WrittenMemory);
    }

    private static IEnumerable<string> FormsOf(string secret) =>
    [
        secret, WebUtility.UrlEncode(secret), Uri.EscapeDataString(secret),
        JavaScriptEncoder.Default.Encode(secret), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret),
    ];

    private static string Clean(string text, string[] values)
    {
        foreach (var value in values)
        {
            text = text.Replace(value, Mark, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Whether it holds one as it is, or an escape that could hide one.</summary>
    private bool MayHold(ReadOnlySpan<byte> json)
    {
        foreach (var value in _inOutputUtf8)
        {
            if (json.IndexOf(value) >= 0)
            {
                return true;
            }
        }

        return json.Contains((byte)'\\');
    }

    /// <returns>The token anew, or null when it may stay.</returns>
    private byte[]? CleanToken(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName or JsonTokenType.Number)
            || !MayHold(reader.ValueSpan))
        {
            return null;
        }

        string text;
        try
        {
            text = reader.TokenType == JsonTokenType.Number
                ? Encoding.UTF8.GetString(reader.ValueSpan)
                : reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: no text, but what is around it may be.
            text = Encoding.UTF8.GetString(reader.ValueSpan);
        }

        var clean = Clean(text, _inOutput);
        return clean == text ? null : Encoding.UTF8.GetBytes(
            $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(clean)}\"");
    }
}
