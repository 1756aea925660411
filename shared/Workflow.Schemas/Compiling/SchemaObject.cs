using Workflow.Jq;
using Workflow.Schemas.Keywords;

namespace Workflow.Schemas.Compiling;

/// <summary>A schema that is an object, with its members read as the keywords want them.</summary>
internal readonly record struct SchemaObject(SchemaCompiler Compiler, string Pointer, JqValue Value)
{
    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public bool Has(string keyword) => Value.TryGetMember(keyword, out _);

    public JqValue? Any(string keyword) => Value.TryGetMember(keyword, out var value) ? value : null;

    public string? Text(string keyword) => Of(keyword, JqKind.String, "a text")?.AsString;

    public double? Number(string keyword) => Of(keyword, JqKind.Number, "a number")?.AsNumber;

    public bool Flag(string keyword) => Of(keyword, JqKind.Boolean, "true or false")?.IsTruthy ?? false;

    /// <summary>A whole number from 0.</summary>
    public int? Count(string keyword) => Number(keyword) switch
    {
        null => null,
        >= 0 and <= int.MaxValue and var number when number == Math.Floor(number) => (int)number,
        _ => throw Wrong(keyword, "a whole number from 0"),
    };

    public IReadOnlyList<JqValue>? List(string keyword) => Of(keyword, JqKind.Array, "a list")?.Items;

    public IReadOnlyList<string>? Texts(string keyword)
    {
        var list = List(keyword);
        return list is not null && list.Any(item => item.AsString is null)
            ? throw Wrong(keyword, "a list of texts")
            : list?.Select(item => item.AsString!).ToList();
    }

    public SchemaNode? Schema(string keyword) =>
        Any(keyword) is { } schema ? Compiler.At($"{Pointer}/{keyword}", schema) : null;

    public IReadOnlyList<SchemaNode>? Schemas(string keyword)
    {
        var (self, list) = (this, List(keyword));
        return list?.Select((schema, index) => self.Compiler.At($"{self.Pointer}/{keyword}/{index}", schema)).ToList();
    }

    public IReadOnlyDictionary<string, SchemaNode>? NamedSchemas(string keyword)
    {
        var self = this;
        return Of(keyword, JqKind.Object, "an object of schemas")?.Members.ToDictionary(
            member => member.Key,
            member => self.Compiler.At($"{self.Pointer}/{keyword}/{Escape(member.Key)}", member.Value));
    }

    public JsonSchemaException Wrong(string keyword, string expected) =>
        new($"{Pointer}/{keyword}", $"must be {expected}, but is {Kinds.Of(Value[keyword])}");

    private JqValue? Of(string keyword, JqKind kind, string expected)
    {
        if (!Value.TryGetMember(keyword, out var value))
        {
            return null;
        }

        return value.Kind == kind ? value : throw Wrong(keyword, expected);
    }
}
