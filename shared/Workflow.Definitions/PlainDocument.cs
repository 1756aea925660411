using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading;

namespace Workflow.Definitions;

/// <summary>Reads any YAML 1.2 or JSON within the bounds of definitions, for documents that definitions refer
/// to.</summary>
public static class PlainDocument
{
    /// <summary>The document as JSON; null when it is none. Never throws for what the text says.</summary>
    /// <param name="bytesMax">Of the text, and of the JSON with every alias written out.</param>
    /// <param name="fault">What is wrong and where.</param>
    public static byte[]? ToJson(ReadOnlySpan<byte> utf8, int bytesMax, out string? fault)
    {
        var errors = new ErrorList(1);
        var root = DocumentText.Read(utf8, DefinitionLimits.Default with { DocumentBytes = bytesMax }, errors);
        var json = root is null ? null : CanonicalJson.Write(root);
        fault = root is null ? errors.ToResult().Errors[0].ToString()
            : json!.Length > bytesMax ? $"As JSON it has {json.Length} bytes; the limit is {bytesMax}."
            : null;
        return fault is null ? json : null;
    }
}
