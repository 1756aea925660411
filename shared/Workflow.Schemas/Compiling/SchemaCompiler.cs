using Workflow.Jq;
using Workflow.Schemas.Keywords;

namespace Workflow.Schemas.Compiling;

/// <summary>Makes nodes of a schema document: one per place, so that references may go round in circles.</summary>
internal sealed class SchemaCompiler
{
    private readonly JqValue _document;
    private readonly SchemaNames _names;
    private readonly Dictionary<string, SchemaNode> _nodes = [];
    private readonly List<SchemaFault> _faults = [];

    private SchemaCompiler(JqValue document) => (_document, _names) = (document, new SchemaNames(document));

    public static (JsonSchema? Schema, IReadOnlyList<SchemaFault> Faults) Compile(JqValue document)
    {
        var compiler = new SchemaCompiler(document);
        var root = compiler.At("", document);
        return compiler._faults.Count == 0 ? (new JsonSchema(root), []) : (null, compiler._faults);
    }

    /// <summary>The schema at a place of the document.</summary>
    public SchemaNode At(string pointer, JqValue schema)
    {
        if (_nodes.TryGetValue(pointer, out var known))
        {
            return known;
        }

        var node = new SchemaNode();
        _nodes.Add(pointer, node);
        try
        {
            node.Keywords = KeywordsOf(pointer, schema);
        }
        catch (JsonSchemaException error)
        {
            _faults.Add(error.Fault);
        }

        node.AsksForRest = schema.Kind == JqKind.Object
            && (schema.TryGetMember("unevaluatedProperties", out _) || schema.TryGetMember("unevaluatedItems", out _));
        return node;
    }

    /// <summary>The schema that a <c>$ref</c> means.</summary>
    /// <param name="at">JSON pointer of the schema that has it.</param>
    public SchemaNode Referred(string at, string reference)
    {
        var target = _names.PointerOf(at, reference) ?? throw new JsonSchemaException(
            $"{at}/$ref", $"is '{reference}', which leads nowhere in this schema; references stay within it: put what "
            + "is meant into `$defs` and write `#/$defs/name`");
        return At(target, SchemaNames.Find(_document, target)!);
    }

    private IReadOnlyList<ISchemaKeyword> KeywordsOf(string pointer, JqValue schema)
    {
        if (schema.Kind == JqKind.Boolean)
        {
            return schema.IsTruthy ? [] : [new Never()];
        }

        if (schema.Kind != JqKind.Object)
        {
            throw new JsonSchemaException(pointer, $"must be an object, true or false, but is {Kinds.Of(schema)}");
        }

        _faults.AddRange(SchemaWords.Slips(pointer, schema));
        return [.. Keywords(new SchemaObject(this, pointer, schema))];
    }

    private static IEnumerable<ISchemaKeyword> Keywords(SchemaObject schema)
    {
        var keywords = References.Of(schema)
            .Concat(AnyValue.Of(schema)).Concat(Numbers.Of(schema)).Concat(Texts.Of(schema))
            .Concat(Arrays.Of(schema)).Concat(Objects.Of(schema)).Concat(Combinations.Of(schema));
        // They ask for what all the others have looked at.
        return keywords.Concat(Unevaluated.Of(schema));
    }
}
