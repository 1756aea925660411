using System.Text;
using Workflow.Jq;

namespace Workflow.Tools.Http;

/// <summary>Simple expansion of RFC 6570 (level 1): <c>{name}</c> becomes the escaped member of the input.</summary>
public static class UriTemplate
{
    public static string Expand(string template, JqValue input)
    {
        if (!template.Contains('{'))
        {
            return template;
        }

        var text = new StringBuilder();
        var position = 0;
        while (position < template.Length)
        {
            var open = template.IndexOf('{', position);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            var value = input[template[(open + 1)..close]];
            text.Append(template, position, open - position);
            text.Append(Uri.EscapeDataString(value.AsString ?? (value.IsNull ? "" : value.ToJson())));
            position = close + 1;
        }

        return text.Append(template, position, template.Length - position).ToString();
    }
}
