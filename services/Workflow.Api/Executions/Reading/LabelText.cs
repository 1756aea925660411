using System.Buffers;
using System.Text.Json;
using Workflow.Model;

namespace Workflow.Api.Executions.Reading;

/// <summary>Labels as a JSON object.</summary>
public static class LabelText
{
    /// <returns>In order of the keys, so that equal labels are equal texts.</returns>
    public static RawJson Of(IReadOnlyDictionary<string, string> labels)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach (var (key, value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
        }

        return new RawJson(text.WrittenMemory);
    }
}
