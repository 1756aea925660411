using Workflow.Jq;
using Workflow.Model;
using Workflow.Schemas.Compiling;

namespace Workflow.Schemas;

/// <summary>A JSON Schema (2020-12), compiled: says what is wrong with a value. Immutable, thread-safe.</summary>
/// <remarks>What older drafts write in another way is understood too: <c>definitions</c>, <c>dependencies</c>, a list
/// in <c>items</c>. <c>format</c> is not checked, as the standard has it by default. References lead only to places
/// within the same schema. Words that are none of the standard's say nothing, unless they look like slips.</remarks>
public sealed class JsonSchema
{
    /// <summary>Bytes of a schema as JSON.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>Faults that a check tells of, unless asked for more.</summary>
    public const int FaultsMax = 5;

    private readonly SchemaNode _root;

    internal JsonSchema(SchemaNode root) => _root = root;

    /// <summary>Reads a schema from JSON. Never throws for what the text says.</summary>
    /// <returns>The schema; or why it is none.</returns>
    public static (JsonSchema? Schema, IReadOnlyList<SchemaFault> Faults) Read(RawJson text)
    {
        if (text.Utf8.Length > BytesMax)
        {
            return (null, [new SchemaFault("", $"has {text.Utf8.Length} bytes; {BytesMax} are allowed")]);
        }

        try
        {
            return Read(JqValue.Parse(text.Utf8.Span));
        }
        catch (JqException error)
        {
            return (null, [new SchemaFault("", $"cannot be read: {error.Message}")]);
        }
    }

    /// <param name="document">An object, or true or false.</param>
    /// <returns>The schema; or why it is none.</returns>
    public static (JsonSchema? Schema, IReadOnlyList<SchemaFault> Faults) Read(JqValue document) =>
        SchemaCompiler.Compile(document);

    /// <summary>What is wrong with a value in JSON.</summary>
    public IReadOnlyList<SchemaFault> Check(RawJson value)
    {
        try
        {
            return Check(JqValue.ParseOrNull(value.Utf8.Span));
        }
        catch (JqException error)
        {
            return [new SchemaFault("", $"cannot be read: {error.Message}")];
        }
    }

    /// <summary>What is wrong, in the order in which it was found; empty when nothing is.</summary>
    /// <param name="most">Where to stop looking.</param>
    public IReadOnlyList<SchemaFault> Check(JqValue value, int most = FaultsMax)
    {
        var check = new SchemaCheck(most);
        check.Holds(_root, value, SchemaPlace.Root, new Evaluated());
        return check.Faults;
    }
}

/// <summary>One thing wrong with a schema, or with a value that was checked against one.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) of the place; empty for the whole.</param>
/// <param name="Message">What is wrong there, as the end of a sentence that begins with the place.</param>
/// <param name="Expected">What may stand there, where the message does not say it.</param>
public sealed record SchemaFault(string Pointer, string Message, string? Expected = null)
{
    public override string ToString() => $"{(Pointer.Length == 0 ? "the value" : Pointer)} {Message}";
}
