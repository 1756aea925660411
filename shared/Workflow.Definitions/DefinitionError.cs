using System.Globalization;

namespace Workflow.Definitions;

/// <summary>One thing wrong with a definition, written for its author.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) of the value, property or missing property's parent; empty for the
/// document.</param>
/// <param name="Line">Line in the text that was read, from 1.</param>
/// <param name="Column">Column in UTF-16 units, from 1.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
/// <param name="Expected">What may stand there, where that can be said shortly.</param>
public sealed record DefinitionError(string Pointer, int Line, int Column, string Message, string? Expected = null)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"line {Line}, column {Column}{(Pointer.Length > 0 ? $" ({Pointer})" : "")}: {Message}");
}
