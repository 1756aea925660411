using System.Text.Json;
using Workflow.Api.Http.Fields;
using Workflow.Model;

namespace Workflow.Api.Surfaces.ExecutionsV1;

/// <summary>Joins a start's inputs and config to one input, so that agents and definitions can read both.</summary>
public static class ConfiguredInput
{
    /// <param name="inputs">A JSON object, or empty.</param>
    /// <param name="config">A JSON object, or empty.</param>
    /// <param name="input">The inputs, with the config as their member <c>config</c> unless it is empty.</param>
    /// <returns>False when the inputs have such a member themselves.</returns>
    public static bool TryJoin(RawJson inputs, RawJson config, out RawJson input)
    {
        input = inputs;
        if (CountOf(config, out _) == 0)
        {
            return true;
        }

        var members = CountOf(inputs, out var isConfigured);
        if (isConfigured)
        {
            return false;
        }

        var before = members == 0 ? "{"u8 : inputs.Utf8.Span[..inputs.Utf8.Span.LastIndexOf((byte)'}')];
        input = new RawJson((byte[])
            [.. before, .. (members == 0 ? ""u8 : ","u8), .. "\"config\":"u8, .. config.Utf8.Span, (byte)'}']);
        return true;
    }

    private static int CountOf(RawJson json, out bool isConfigured)
    {
        isConfigured = false;
        if (json.IsEmpty)
        {
            return 0;
        }

        // Its depth was checked when the body was read.
        var reader = new Utf8JsonReader(json.Utf8.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var count = 0;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            count++;
            // A name with half of a surrogate pair is no text, and so another one.
            isConfigured |= JsonText.TryRead(ref reader, out var name) && name == "config";
            reader.Skip();
        }

        return count;
    }
}
