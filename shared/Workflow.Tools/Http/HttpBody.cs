using System.Text;
using Workflow.Jq;

namespace Workflow.Tools.Http;

/// <summary>Writes a value as the body of a request.</summary>
public static class HttpBody
{
    /// <summary>JSON; but an object as a form and a text as it is, where the media type says so.</summary>
    public static byte[] Encode(JqValue body, string mediaType)
    {
        if (IsJson(mediaType))
        {
            return body.ToUtf8();
        }

        if (IsForm(mediaType) && body.Kind == JqKind.Object)
        {
            return Encoding.UTF8.GetBytes(string.Join('&', body.Members.SelectMany(Pairs)));
        }

        return body.AsString is { } text ? Encoding.UTF8.GetBytes(text) : body.ToUtf8();
    }

    public static bool IsJson(string mediaType) =>
        Bare(mediaType) is var type && (type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal));

    public static bool IsForm(string mediaType) => Bare(mediaType) == "application/x-www-form-urlencoded";

    /// <summary>A value as text: strings as they are, everything else as JSON.</summary>
    public static string Text(JqValue value) => value.AsString ?? value.ToJson();

    private static string Bare(string mediaType) => mediaType.Split(';')[0].Trim().ToLowerInvariant();

    private static IEnumerable<string> Pairs(KeyValuePair<string, JqValue> member) =>
        (member.Value.Kind == JqKind.Array ? member.Value.Items : [member.Value])
        .Select(value => $"{Uri.EscapeDataString(member.Key)}={Uri.EscapeDataString(Text(value))}");
}
