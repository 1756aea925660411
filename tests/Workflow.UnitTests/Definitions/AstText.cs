using System.Collections;
using System.Reflection;
using System.Text;
using Workflow.Definitions.Expressions;
using Workflow.Jq;

namespace Workflow.UnitTests.Definitions;

/// <summary>A definition as text, for comparison: records hold lists, which have no equality of their own.</summary>
internal static class AstText
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int indent)
    {
        switch (value)
        {
            case null:
                text.AppendLine("null");
                break;
            case JqValue json:
                text.AppendLine(json.ToJson());
                break;
            case Expression expression:
                text.AppendLine("${" + expression.Source + "}");
                break;
            case string or ValueType when value is not ReadOnlyMemory<byte>:
                text.AppendLine(value.ToString());
                break;
            case IEnumerable items:
                text.AppendLine();
                foreach (var item in items)
                {
                    text.Append(' ', indent).Append("- ");
                    Write(text, item, indent + 2);
                }

                break;
            default:
                WriteProperties(text, value, indent);
                break;
        }
    }

    private static void WriteProperties(StringBuilder text, object value, int indent)
    {
        text.AppendLine(value.GetType().Name);
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length == 0 && property.Name != "Json")
            {
                text.Append(' ', indent + 2).Append(property.Name).Append(": ");
                Write(text, property.GetValue(value), indent + 2);
            }
        }
    }
}
