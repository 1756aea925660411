using System.Net;
using System.Text.Json;

namespace Workflow.IntegrationTests.Live;

/// <summary>An event of a stream.</summary>
/// <param name="Id">Null when it has none.</param>
internal sealed record StreamEvent(string? Id, string Name, JsonElement Body);

/// <summary>A client of server-sent events.</summary>
internal sealed class StreamClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _lines;

    private StreamClient(HttpResponseMessage answer, Stream body) =>
        (_answer, _lines) = (answer, new StreamReader(body));

    /// <summary>The place to come back to.</summary>
    public string? LastId { get; private set; }

    public static async Task<HttpResponseMessage> AskAsync(HttpClient http, string path, string? lastId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static async Task<StreamClient> OpenAsync(HttpClient http, string path, string? lastId = null)
    {
        var answer = await AskAsync(http, path, lastId);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            Xunit.Assert.Fail($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }

        Xunit.Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new StreamClient(answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null when the server has ended the stream.</summary>
    public async Task<StreamEvent?> NextAsync()
    {
        var (name, body, id) = ((string?)null, (string?)null, (string?)null);
        using var patience = new CancellationTokenSource(Patience);
        while (await _lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                body = line[6..];
            }
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                LastId = id = line[4..];
            }
            else if (line.Length == 0 && body is not null)
            {
                return new StreamEvent(id, name!, JsonDocument.Parse(body).RootElement);
            }
        }

        return null;
    }

    public async Task<string?> NextLineAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _lines.ReadLineAsync(patience.Token);
    }

    public void Dispose()
    {
        _lines.Dispose();
        _answer.Dispose();
    }
}
