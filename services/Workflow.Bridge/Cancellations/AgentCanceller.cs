using System.Net.Http.Headers;
using System.Text.Json;
using Workflow.Bridge.Agents;
using Workflow.Bridge.Logins;
using Workflow.Bridge.Options;
using Workflow.Hosting;

namespace Workflow.Bridge.Cancellations;

/// <summary>Tells agents that nobody waits for a task any more: a POST to <c>{endpoint}/cancel</c>, as well as it goes.
/// An agent without such a route is left in peace.</summary>
internal sealed class AgentCanceller(
    HttpClient http, AgentLogins logins, BridgeOptions options, TimeProvider time, ILogger<AgentCanceller> logger,
    CancellationToken stopping)
{
    private const int TriesMax = 3;

    /// <summary>Beyond it agents are not told: a run with many calls must not take the bridge's memory.</summary>
    private const int OpenMax = 2_000;

    /// <summary>At a time: what is being worked on goes first.</summary>
    private readonly SemaphoreSlim _places = new(16);

    private int _open;

    /// <summary>Tells it in the background, with three tries.</summary>
    public void Tell(CancelNotice notice)
    {
        if (Interlocked.Increment(ref _open) > OpenMax)
        {
            Interlocked.Decrement(ref _open);
            logger.AgentNotTold(notice.Task.TaskId, notice.Task.RunId, notice.Task.Agent, "too many are to be told");
            return;
        }

        _ = RunAsync(notice);
    }

    /// <summary>Tells it once, within <see cref="BridgeOptions.CancelTimeout"/>.</summary>
    /// <returns>Whether that is done: the agent knows, or does not want to.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> says so.</exception>
    public async Task<bool> TellOnceAsync(CancelNotice notice, CancellationToken ct)
    {
        var task = notice.Task;
        if (!Uri.TryCreate(task.Endpoint, UriKind.Absolute, out var endpoint)
            || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps))
        {
            return true;
        }

        using var limit = new CallLimit(deadline: null, options.CancelTimeout, time, ct);
        try
        {
            var (login, failure) = await logins.OfAsync(task, null, limit.Token);
            if (failure is { } withoutLogin)
            {
                logger.AgentNotTold(
                    task.TaskId, task.RunId, task.Agent, withoutLogin.Error?.Detail ?? "it cannot be logged in at");
                return true;
            }

            using var request = Request(notice, endpoint);
            login.AddTo(request);
            using var response = await http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var status = (int)response.StatusCode;
            logger.AgentTold(task.TaskId, task.RunId, task.Agent, notice.Reason, status);
            return status is < 500 and not (408 or 429);
        }
        catch (Exception error) when (!ct.IsCancellationRequested
            && error is HttpRequestException or IOException or OperationCanceledException)
        {
            logger.AgentNotTold(
                task.TaskId, task.RunId, task.Agent,
                error is OperationCanceledException ? "it did not answer in time" : error.Message);
            return false;
        }
    }

    private async Task RunAsync(CancelNotice notice)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(5));
        try
        {
            for (var tries = 1; !await InPlaceAsync(notice) && tries < TriesMax; tries++)
            {
                await Task.Delay(backoff.Next(), time, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The bridge stops.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task<bool> InPlaceAsync(CancelNotice notice)
    {
        await _places.WaitAsync(stopping);
        try
        {
            return await TellOnceAsync(notice, stopping);
        }
        finally
        {
            _places.Release();
        }
    }

    private static HttpRequestMessage Request(CancelNotice notice, Uri endpoint)
    {
        var address = new UriBuilder(endpoint);
        address.Path = $"{address.Path.TrimEnd('/')}/cancel";
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new CancelBody(notice.Task.TaskId, notice.Task.RunId, notice.Reason), CancelJson.Default.CancelBody);
        var request = new HttpRequestMessage(HttpMethod.Post, address.Uri) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(AgentClient.IdempotencyKey, notice.Task.TaskId.ToString());
        return request;
    }
}
