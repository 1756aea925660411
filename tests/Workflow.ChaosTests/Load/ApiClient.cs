using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflow.ChaosTests.Load;

/// <summary>A final answer of the API.</summary>
/// <param name="At">When the client had it whole.</param>
internal readonly record struct ApiAnswer(int Status, JsonElement Body, DateTimeOffset At)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}

/// <summary>A client as a careful user writes one: what was not answered is asked again, with the same
/// Idempotency-Key.</summary>
internal sealed class ApiClient(Uri api, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new() { BaseAddress = api };

    /// <summary>Asks until there is an answer that asking again would not better.</summary>
    /// <returns>Null when cancelled first.</returns>
    public async Task<ApiAnswer?> AskAsync(
        HttpMethod method, string path, JsonNode? body, string? key, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                using var request = new HttpRequestMessage(method, path);
                request.Content = body is null ? null : JsonContent.Create(body);
                if (key is not null)
                {
                    request.Headers.Add("Idempotency-Key", key);
                }

                using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
                if (key is not null || method == HttpMethod.Get)
                {
                    // What has no key must not be done twice.
                    patience.CancelAfter(Patience);
                }

                using var answer = await _http.SendAsync(request, patience.Token);
                var text = await answer.Content.ReadAsStringAsync(patience.Token);
                if (answer.StatusCode < HttpStatusCode.InternalServerError
                    && answer.StatusCode != HttpStatusCode.TooManyRequests)
                {
                    return new ApiAnswer((int)answer.StatusCode, Parse(text), clock.GetUtcNow());
                }

                await Task.Delay(Pause, clock, ct);
            }
            catch (Exception error) when (
                error is HttpRequestException or SocketException or OperationCanceledException or IOException)
            {
                await Task.Delay(Pause, clock, CancellationToken.None);
            }
        }

        return null;
    }

    public void Dispose() => _http.Dispose();

    private static JsonElement Parse(string text)
    {
        if (text.Length == 0)
        {
            return default;
        }

        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
