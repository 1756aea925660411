using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflow.Cli.Output;

/// <summary>JSON for terminals and pipes, not for pages: umlauts and quotes stay readable.</summary>
internal static class JsonText
{
    public static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes it indented, with a newline at the end.</summary>
    public static void Write(Stream stream, JsonNode? node)
    {
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            if (node is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                node.WriteTo(writer);
            }
        }

        stream.WriteByte((byte)'\n');
        stream.Flush();
    }

    /// <summary>The same on standard output.</summary>
    public static void Print(JsonNode? node)
    {
        using var stream = Console.OpenStandardOutput();
        Write(stream, node);
    }
}
