using System.Net.Http.Headers;

namespace Workflow.Tools.Http;

/// <summary>Checks headers that a definition computed.</summary>
public static class HttpHeaders
{
    /// <summary>What is wrong with one of them; null when nothing is.</summary>
    public static string? ProblemOf(IEnumerable<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
        {
            if (!IsToken(name))
            {
                return $"'{name}' cannot be the name of an HTTP header: letters, digits and '-'.";
            }

            if (IsContentType(name) && !MediaTypeHeaderValue.TryParse(value, out _))
            {
                return $"Header Content-Type is '{value}', which is no media type such as application/json.";
            }

            if (value.Any(c => char.IsControl(c) && c != '\t'))
            {
                return $"Header {name} holds a line break or another control character; take it out.";
            }
        }

        return null;
    }

    public static bool IsContentType(string name) => name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);

    public static string ContentType(IEnumerable<KeyValuePair<string, string>> headers) =>
        headers.First(header => IsContentType(header.Key)).Value;

    /// <summary>RFC 9110, 5.6.2.</summary>
    private static bool IsToken(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c));
}
