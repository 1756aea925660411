using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workflow.Model;

namespace Workflow.Api.Signals;

/// <summary>Writes what was sent as a CloudEvent (specification 1.0, JSON format).</summary>
internal static class CloudEventText
{
    /// <summary>Never part of a page.</summary>
    internal static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="attributes">Those that are null are left out.</param>
    /// <param name="data">Left out when nothing was given.</param>
    public static RawJson Of(
        DateTimeOffset time, RawJson data, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("specversion", "1.0");
            foreach (var (name, value) in attributes)
            {
                if (value is not null)
                {
                    writer.WriteString(name, value);
                }
            }

            writer.WriteString("time", time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
            if (!data.IsEmpty)
            {
                writer.WritePropertyName("data");
                writer.WriteRawValue(data.Utf8.Span, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return new RawJson(text.ToArray());
    }
}
