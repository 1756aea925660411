using Microsoft.OpenApi;
using Workflow.Jq;
using Workflow.Tools.Http;

namespace Workflow.Tools.OpenApi;

/// <summary>Writes values the way OpenAPI's styles say (OpenAPI 3.1, 4.8.12.3).</summary>
internal static class ParameterText
{
    /// <summary>For a path, header or cookie: one text.</summary>
    public static string One(IOpenApiParameter parameter, JqValue value, bool isEscaped)
    {
        string Write(string text) => isEscaped ? Uri.EscapeDataString(text) : text;
        if (parameter.Content is { Count: > 0 })
        {
            return Write(value.ToJson());
        }

        return value.Kind switch
        {
            JqKind.Array => string.Join(',', value.Items.Select(item => Write(HttpBody.Text(item)))),
            JqKind.Object => string.Join(',', value.Members.Select(member =>
                $"{Write(member.Key)}{(parameter.Explode ? '=' : ',')}{Write(HttpBody.Text(member.Value))}")),
            _ => Write(HttpBody.Text(value)),
        };
    }

    /// <summary>For a query: pairs, escaped.</summary>
    public static IEnumerable<string> Query(IOpenApiParameter parameter, JqValue value)
    {
        var name = parameter.Name!;
        if (parameter.Content is { Count: > 0 } || value.Kind is not (JqKind.Array or JqKind.Object))
        {
            return [Pair(name, parameter.Content is { Count: > 0 } ? value.ToJson() : HttpBody.Text(value))];
        }

        if (value.Kind == JqKind.Object)
        {
            return parameter.Style == ParameterStyle.DeepObject
                ? value.Members.Select(member => Pair($"{name}[{member.Key}]", HttpBody.Text(member.Value)))
                : parameter.Explode
                    ? value.Members.Select(member => Pair(member.Key, HttpBody.Text(member.Value)))
                    : [$"{Uri.EscapeDataString(name)}={One(parameter, value, isEscaped: true)}"];
        }

        if (parameter.Explode)
        {
            return value.Items.Select(item => Pair(name, HttpBody.Text(item)));
        }

        var separator = parameter.Style switch
        {
            ParameterStyle.SpaceDelimited => "%20",
            ParameterStyle.PipeDelimited => "%7C",
            _ => ",",
        };
        var items = value.Items.Select(item => Uri.EscapeDataString(HttpBody.Text(item)));
        return [$"{Uri.EscapeDataString(name)}={string.Join(separator, items)}"];
    }

    private static string Pair(string name, string value) =>
        $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";
}
