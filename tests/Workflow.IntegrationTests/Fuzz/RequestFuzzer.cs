using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Workflow.IntegrationTests.OpenApi;

namespace Workflow.IntegrationTests.Fuzz;

/// <summary>Makes requests that are wrong in one or two places, from what the API's document says is right. The same
/// seed makes the same requests.</summary>
/// <param name="known">Values for path parameters that exist, so that requests get beyond the first check.</param>
internal sealed partial class RequestFuzzer(
    IReadOnlyList<DocumentedRoute> routes, IReadOnlyDictionary<string, string[]> known, int seed)
{
    private readonly Random _random = new(seed);

    private static readonly string[] Texts =
    [
        "", " ", "null", "true", "0", "-1", "1e999", "9223372036854775808", "%", "%00", "%ff%fe", "a%2Fb", "..%2F..",
        "'; drop table workflow_runs; --", "\"", "{}", "[]", "${jndi:ldap://x}", "<script>", "é", "日本語", "😀",
        "00000000-0000-0000-0000-000000000000", "0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55",
        "0199D6A4-7A01-7C3E-9B0F-2F6C1D0A4E55", "{0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55}", "not-a-uuid", "2026-13-45",
        "2026-01-31T08:00:00Z", "a,b,,c", "k=v", "=", "AAAA", "a\nb", new('x', 300), new('9', 40),
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "123456789012345678901234567890", "\"\"", "\"x\"", "\"\\u0000\"",
        "\"\\ud800\"", "[]", "{}", "[[[[[[[[]]]]]]]]",
        "{\"a\": {\"b\": {\"c\": [1, 2, {\"d\": null}]}}}", "[1, \"a\", null]",
        "\"2026-13-45T00:00:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"",
        "\"0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55\"",
        "{\"\": \"\"}", "{\"a\": 1, \"a\": 2}", "nul", "'x'", "\"", "{", "]",
        "\"" + new string('y', 3_000) + "\"", "[" + string.Concat(Enumerable.Repeat("0,", 2_000)) + "0]",
    ];

    private static readonly string[] MediaTypes =
        ["text/html", "application/xml", "nonsense", "application/json; charset=utf-16", "multipart/form-data", "*/*"];

    private static readonly string[] Encodings = ["gzip", "br", "identity", "nonsense"];

    /// <summary>The next request, and what describes it should it find something.</summary>
    public (HttpRequestMessage Request, DocumentedRoute Route, string Shown) Next()
    {
        var route = Pick(routes);
        var path = route.PathWith(Segment) + QueryOf(route);
        var request = new HttpRequestMessage(new HttpMethod(route.Method), path);
        var body = _random.Next(10) == 0 ? Garbage() : BodyOf(route);
        if (body is not null && route.Method is not ("GET" or "HEAD"))
        {
            request.Content = new ByteArrayContent(body);
            var type = _random.Next(8) == 0 ? Pick(MediaTypes) : route.MediaType ?? "application/json";
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            if (_random.Next(40) == 0)
            {
                request.Content.Headers.ContentEncoding.Add(Pick(Encodings));
            }
        }

        AddHeaders(request.Headers);
        return (request, route, $"{route.Method} {path} {(body is null ? "" : Encoding.UTF8.GetString(body))}");
    }

    /// <summary>Bodies of a route that are right but for half of a surrogate pair, in each text in turn: names, too.
    /// </summary>
    public static IEnumerable<string> Halves(DocumentedRoute route) =>
        new[] { route.Example, $"{{{string.Join(", ", route.Body.Select(field => $"\"{field.Name}\": \"x\""))}}}" }
            .OfType<string>().SelectMany(text => JsonTexts().Matches(text).Select(
                match => text.Insert(match.Index + 1, @"\ud83d")));

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex JsonTexts();

    private string Segment(string name) => known.TryGetValue(name, out var values) && _random.Next(3) > 0
        ? Pick(values)
        : Escaped(Pick(Texts) is { Length: > 0 } text ? text : "x");

    private string QueryOf(DocumentedRoute route)
    {
        var parts = new List<string>();
        for (var count = _random.Next(3); count > 0; count--)
        {
            var field = route.Query.Count > 0 && _random.Next(5) > 0 ? Pick(route.Query) : null;
            var value = field?.Values.Count > 0 && _random.Next(2) == 0 ? Pick(field.Values) : Pick(Texts);
            parts.Add($"{field?.Name ?? Escaped(Pick(Texts))}={Escaped(value)}");
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    private byte[]? BodyOf(DocumentedRoute route)
    {
        if (route.MediaType is null)
        {
            return null;
        }

        if (route.Body.Count == 0 || (route.Example is not null && _random.Next(3) == 0))
        {
            return Broken(route.Example ?? "{}");
        }

        var members = route.Body.Where(_ => _random.Next(2) == 0)
            .Select(field => $"\"{field.Name}\": {ValueOf(field)}").ToList();
        if (_random.Next(6) == 0)
        {
            members.Add($"\"{Pick(route.Body).Name}x\": 1");
        }

        var text = "{" + string.Join(", ", members) + "}";
        return _random.Next(5) == 0 ? Broken(text) : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Mostly what the field takes, so that one wrong value is not hidden behind another.</summary>
    private string ValueOf(DocumentedField field) => _random.Next(2) == 0 ? Pick(Values) : field.Type switch
    {
        "integer" => _random.Next(-5, 2_000).ToString(System.Globalization.CultureInfo.InvariantCulture),
        "boolean" => "true",
        "array" => $"[\"{(field.Values.Count > 0 ? Pick(field.Values) : "a")}\"]",
        "object" => """{"a": "b"}""",
        _ => field.Values.Count > 0 ? $"\"{Pick(field.Values)}\"" : $"\"{Known() ?? "greet"}\"",
    };

    private string? Known() => known.Count == 0 ? null : Pick(Pick([.. known.Values]));

    /// <summary>Cuts, doubles or overwrites a piece of a text that was right.</summary>
    private byte[] Broken(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text).ToList();
        for (var count = _random.Next(1, 4); count > 0 && bytes.Count > 0; count--)
        {
            var at = _random.Next(bytes.Count);
            switch (_random.Next(4))
            {
                case 0:
                    bytes.RemoveRange(at, _random.Next(1, bytes.Count - at + 1));
                    break;
                case 1:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pick(Values)));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, _random.Next(1, bytes.Count - at + 1)));
                    break;
            }
        }

        return [.. bytes];
    }

    private byte[] Garbage()
    {
        var bytes = new byte[_random.Next(200)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private void AddHeaders(HttpRequestHeaders headers)
    {
        foreach (var name in new[] { "Idempotency-Key", "If-Match", "If-None-Match", "Last-Event-ID", "Accept" })
        {
            if (_random.Next(15) == 0)
            {
                headers.TryAddWithoutValidation(name, new string([.. Pick(Texts).Where(c => c is >= ' ' and <= '~')]));
            }
        }
    }

    private static string Escaped(string text) => text.StartsWith('%') ? text : Uri.EscapeDataString(text);

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
