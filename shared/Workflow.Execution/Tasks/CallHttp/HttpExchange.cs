using System.Text.Json;
using Workflow.Definitions.Syntax;
using Workflow.Jq;

namespace Workflow.Execution.Tasks.CallHttp;

/// <summary>An HTTP answer, read whole within a size limit.</summary>
internal sealed record HttpExchange(
    int Status, string Method, string Address, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <exception cref="HttpRequestException">The call failed, or the body is larger than the limit.</exception>
    public static async Task<HttpExchange> SendAsync(
        HttpClient client, HttpRequestMessage request, int bytesMax, CancellationToken ct)
    {
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var buffer = new byte[16_384];
        for (int read; (read = await stream.ReadAsync(buffer, ct)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > bytesMax)
            {
                throw new HttpRequestException($"the answer has more than {bytesMax} bytes (option PayloadBytesMax).");
            }
        }

        var headers = response.Headers.Concat(response.Content.Headers)
            .Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), string.Join(", ", header.Value)))
            .ToList();
        return new HttpExchange(
            (int)response.StatusCode, request.Method.Method, request.RequestUri!.ToString(), headers, body.ToArray());
    }

    public JqValue ToOutput(HttpOutput kind) => kind switch
    {
        HttpOutput.Raw => JqValue.String(Convert.ToBase64String(Body)),
        HttpOutput.Content => Content(),
        _ => JqValue.Object(
        [
            KeyValuePair.Create("request", JqValue.Object(
            [
                KeyValuePair.Create("method", JqValue.String(Method)),
                KeyValuePair.Create("uri", JqValue.String(Address)),
            ])),
            KeyValuePair.Create("statusCode", JqValue.Number((long)Status)),
            KeyValuePair.Create("headers", JqValue.Object(
                Headers.Select(header => KeyValuePair.Create(header.Key, JqValue.String(header.Value))))),
            KeyValuePair.Create("content", Content()),
        ]),
    };

    /// <summary>The body as JSON where it is JSON, else as text; null when empty.</summary>
    private JqValue Content()
    {
        if (Body.Length == 0)
        {
            return JqValue.Null;
        }

        try
        {
            return JqValue.Parse(Body);
        }
        catch (JsonException)
        {
            return JqValue.String(System.Text.Encoding.UTF8.GetString(Body));
        }
    }
}
