using YamlDotNet.Core.Events;

namespace Workflow.Definitions.Documents;

/// <summary>The few YAML tags that change nothing but whether a scalar is text.</summary>
internal static class YamlTag
{
    private const string Core = "tag:yaml.org,2002:";

    public static bool IsText(NodeEvent node) => !node.Tag.IsEmpty && node.Tag.Value is "!" or Core + "str";

    /// <summary>No tag, or one that says what the value is anyway.</summary>
    public static bool IsKnown(NodeEvent node) => node.Tag.IsEmpty || (node, node.Tag.Value) switch
    {
        (Scalar, "!" or Core + "str") => true,
        (Scalar { Style: YamlDotNet.Core.ScalarStyle.Plain } scalar, var tag) => tag == Core + NameOf(scalar.Value),
        (MappingStart, Core + "map") or (SequenceStart, Core + "seq") => true,
        _ => false,
    };

    private static string NameOf(string plain) => YamlScalar.Resolve(plain) switch
    {
        (NodeKind.Null, _) => "null",
        (NodeKind.Boolean, _) => "bool",
        (NodeKind.Number, var text) => text.AsSpan().ContainsAny(".eE") ? "float" : "int",
        _ => "str",
    };
}
