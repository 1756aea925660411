using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Workflow.Definitions.Reading;

namespace Workflow.Definitions.Documents;

/// <summary>From bytes to located nodes: encoding and size first, then JSON or YAML.</summary>
internal static class DocumentText
{
    /// <summary>The document, or null when there is none because of the errors that were added.</summary>
    public static LocatedNode? Read(ReadOnlySpan<byte> utf8, DefinitionLimits limits, ErrorList errors)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
        {
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        }

        if (utf8.Length > limits.DocumentBytes)
        {
            errors.Add("", Place.Start, $"The definition has {utf8.Length} bytes; the limit is {limits.DocumentBytes}. "
                + "Move data into the run's input, or split the workflow.");
            return null;
        }

        if (!Utf8.IsValid(utf8))
        {
            var place = new JsonPlaces(utf8).At(FirstInvalid(utf8));
            errors.Add("", place, "The text is not UTF-8 from here on; save it as UTF-8.");
            return null;
        }

        return LooksLikeJson(utf8) ? JsonTree.Read(utf8, limits, errors)
            : YamlTree.Read(Encoding.UTF8.GetString(utf8), limits, errors);
    }

    /// <summary>A brace and then a quote: nobody begins YAML like that, and JSON's errors are worth telling
    /// precisely.</summary>
    private static bool LooksLikeJson(ReadOnlySpan<byte> utf8)
    {
        var text = utf8.TrimStart(" \t\r\n"u8);
        return text.Length > 0 && text[0] == '{'
            && (text[1..].TrimStart(" \t\r\n"u8) is not { Length: > 0 } next || next[0] is (byte)'"' or (byte)'}');
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(utf8[offset..], out _, out var length) == OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }
}
