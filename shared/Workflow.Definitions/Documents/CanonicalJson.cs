using System.Globalization;
using System.Text;

namespace Workflow.Definitions.Documents;

/// <summary>Writes a document as compact JSON in UTF-8: members in the document's order, numbers as written, no
/// needless escapes.</summary>
internal static class CanonicalJson
{
    public static byte[] Write(LocatedNode root)
    {
        var json = new StringBuilder();
        WriteNode(json, root);
        return Encoding.UTF8.GetBytes(json.ToString());
    }

    private static void WriteNode(StringBuilder json, LocatedNode node)
    {
        switch (node.Kind)
        {
            case NodeKind.Object:
                WriteChildren(json, node, '{', '}');
                break;
            case NodeKind.Array:
                WriteChildren(json, node, '[', ']');
                break;
            case NodeKind.String:
                WriteString(json, node.Text);
                break;
            default:
                json.Append(node.Text);
                break;
        }
    }

    private static void WriteChildren(StringBuilder json, LocatedNode node, char open, char close)
    {
        json.Append(open);
        for (var i = 0; i < node.Children.Count; i++)
        {
            if (i > 0)
            {
                json.Append(',');
            }

            if (node.Kind == NodeKind.Object)
            {
                WriteString(json, node.Children[i].Name!);
                json.Append(':');
            }

            WriteNode(json, node.Children[i]);
        }

        json.Append(close);
    }

    private static void WriteString(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }

        json.Append('"');
    }
}
