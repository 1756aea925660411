using System.Text;
using System.Text.Json;
using Workflow.Definitions.Syntax;
using Workflow.Jq;
using Workflow.Outgoing.Calls;
using Workflow.Tools.Logins;

namespace Workflow.Tools.Http;

/// <summary>What a call leaves behind, in the DSL's three forms.</summary>
internal static class HttpOutputs
{
    private static readonly string[] Confidential = ["authorization", "cookie", "proxy-authorization"];

    public static JqValue Of(OutgoingAnswer answer, HttpOutput kind, ToolLogin login) => kind switch
    {
        HttpOutput.Raw => JqValue.String(Convert.ToBase64String(login.Clean(answer.Body))),
        HttpOutput.Content => Content(answer.Body),
        _ => Response(answer),
    };

    /// <summary>The body as JSON where it is JSON, else as text; null when empty.</summary>
    private static JqValue Content(byte[] body)
    {
        if (body.Length == 0)
        {
            return JqValue.Null;
        }

        try
        {
            return JqValue.Parse(body);
        }
        catch (JsonException)
        {
            return JqValue.String(Encoding.UTF8.GetString(body));
        }
    }

    private static JqValue Response(OutgoingAnswer answer) => Members(
        ("request", Members(
            ("method", JqValue.String(answer.Request.Method)),
            ("uri", JqValue.String(answer.Request.IsConfidential
                ? answer.Request.Address.GetLeftPart(UriPartial.Authority)
                : answer.Request.Address.AbsoluteUri)),
            ("headers", Headers(answer.Request.Headers.Where(header => !answer.Request.IsConfidential
                && !Confidential.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))))),
        ("statusCode", JqValue.Number((long)answer.Status)),
        ("headers", Headers(answer.Headers)),
        ("content", Content(answer.Body)));

    private static JqValue Headers(IEnumerable<KeyValuePair<string, string>> headers) => JqValue.Object(headers
        .GroupBy(header => header.Key.ToLowerInvariant())
        .Select(group => KeyValuePair.Create(
            group.Key, JqValue.String(string.Join(", ", group.Select(header => header.Value))))));

    private static JqValue Members(params IEnumerable<(string Name, JqValue Value)> members) =>
        JqValue.Object(members.Select(member => KeyValuePair.Create(member.Name, member.Value)));
}
