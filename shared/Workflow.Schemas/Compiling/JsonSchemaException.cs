namespace Workflow.Schemas.Compiling;

/// <summary>A part of a document is no schema.</summary>
/// <param name="pointer">JSON pointer into the schema.</param>
/// <param name="message">See <see cref="SchemaFault.Message"/>.</param>
internal sealed class JsonSchemaException(string pointer, string message) : Exception(message)
{
    public SchemaFault Fault { get; } = new(pointer, message);
}
