using System.Text.Json;
using System.Text.Json.Serialization;
using Workflow.Model;

namespace Workflow.Api.Redaction;

/// <summary>Writes a payload as <see cref="PayloadView"/> has it.</summary>
public sealed class PayloadConverter : JsonConverter<RawJson>
{
    private static readonly RawJsonConverter Plain = new();

    public override bool HandleNull => true;

    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Plain.Read(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        Plain.Write(writer, PayloadView.Of(value), options);
}
