using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Workflow.Jq;

namespace Workflow.Execution.Events;

/// <summary>Short texts that are the same for equal values.</summary>
internal static class EventText
{
    private const int HashBytes = 16;

    /// <summary>32 characters. Values that are equal to jq (1 and 1.0, members in any order) have the same.</summary>
    public static string HashOf(IEnumerable<JqValue> values)
    {
        var text = new StringBuilder();
        foreach (var value in values)
        {
            Append(text, value);
            text.Append('\n');
        }

        return HashOf(text.ToString());
    }

    public static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashBytes));

    private static void Append(StringBuilder text, JqValue value)
    {
        switch (value.Kind)
        {
            case JqKind.Number:
                // The sign of zero does not matter to jq.
                text.Append((value.AsNumber!.Value + 0.0).ToString("R", CultureInfo.InvariantCulture));
                break;
            case JqKind.Array:
                text.Append('[');
                foreach (var item in value.Items)
                {
                    Append(text, item);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case JqKind.Object:
                text.Append('{');
                foreach (var (name, member) in value.Members.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    text.Append(JqValue.String(name).ToJson()).Append(':');
                    Append(text, member);
                    text.Append(',');
                }

                text.Append('}');
                break;
            default:
                text.Append(value.ToJson());
                break;
        }
    }
}
