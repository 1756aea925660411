using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Workflow.Api.Redaction;
using Workflow.Database.Webhooks;
using Workflow.Outgoing;

namespace Workflow.Api.Webhooks;

/// <summary>What a try met, and what the receiver asked for.</summary>
/// <param name="RetryAfter">Null when it did not say.</param>
public sealed record Sent(SendOutcome Outcome, DeliveryAttempt Attempt, TimeSpan? RetryAfter = null);

/// <summary>Makes one try of a delivery: signed, bounded in time and size, following nothing.</summary>
public sealed class DeliverySender(
    DestinationRules rules, ResolveHost resolve, WebhookOptions options, TimeProvider time,
    ILogger<DeliverySender> logger) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http = new(
        OutgoingHttp.NewHandler(rules, resolve, options.Timeout, options.SendsPerHostMax))
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    public async Task<Sent> SendAsync(ClaimedDelivery delivery)
    {
        var (startedAt, began) = (time.GetUtcNow(), time.GetTimestamp());
        if (Hindrance(delivery) is { } hindrance)
        {
            return new Sent(SendOutcome.Hopeless, new(delivery.Attempt, startedAt, 0, null, hindrance, null));
        }

        var (outcome, status, error, answer, retryAfter) = await TryAsync(delivery, startedAt);
        var duration = (long)time.GetElapsedTime(began).TotalMilliseconds;
        return new Sent(outcome, new(delivery.Attempt, startedAt, duration, status, error, answer), retryAfter);
    }

    public void Dispose() => _http.Dispose();

    private string? Hindrance(ClaimedDelivery delivery) =>
        !delivery.IsWanted ? WebhookStore.Deleted
        : delivery.Payload.IsEmpty ? "The run was deleted before its end could be told."
        : OutgoingUrl.TryRead(delivery.Url, rules, out _, out var fault) ? null : fault;

    private async Task<(SendOutcome, int?, string?, string?, TimeSpan?)> TryAsync(
        ClaimedDelivery delivery, DateTimeOffset now)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        try
        {
            using var request = Request(delivery, now);
            using var response = await _http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var (outcome, error) = Judge(response.StatusCode);
            var answer = await AnswerAsync(response, limit.Token);
            return (outcome, (int)response.StatusCode, error, answer, RetryAfter(response, now));
        }
        catch (OperationCanceledException)
        {
            return (SendOutcome.Failed, null, $"No answer within {options.Timeout.TotalSeconds:0.###} s.", null, null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            if (Innermost(error) is DestinationDeniedException denied)
            {
                logger.DestinationDenied(delivery.Id, denied.Host, string.Join(", ", denied.Addresses));
                return (SendOutcome.Hopeless, null, denied.Message, null, null);
            }

            return (SendOutcome.Failed, null, Innermost(error).Message, null, null);
        }
    }

    private static HttpRequestMessage Request(ClaimedDelivery delivery, DateTimeOffset now)
    {
        var (id, timestamp) = (delivery.Id.ToString(), now.ToUnixTimeSeconds());
        var body = PayloadView.OfDelivery(delivery.Payload).Utf8;
        var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url)
        {
            Content = new ReadOnlyMemoryContent(body),
        };
        request.Content.Headers.ContentType = Json;
        request.Headers.UserAgent.ParseAdd("workflow-webhooks/1");
        foreach (var (name, value) in delivery.Headers ?? new Dictionary<string, string>())
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Add(Signature.IdHeader, id);
        request.Headers.Add(Signature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        if (delivery.Secret is { } secret)
        {
            request.Headers.Add(Signature.Header, Signature.Of(secret, id, timestamp, body.Span));
        }

        return request;
    }

    private static (SendOutcome, string?) Judge(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => (SendOutcome.Taken, null),
        410 => (SendOutcome.Hopeless, "The receiver answered 410: it wants nothing any more."),
        >= 300 and < 400 => (SendOutcome.Failed, $"The receiver answered {(int)status}; redirects are not followed."),
        _ => (SendOutcome.Failed, $"The receiver answered {(int)status}."),
    };

    /// <summary>The status has come; what goes wrong after it does not change it.</summary>
    private async Task<string?> AnswerAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            var start = await OutgoingHttp.ReadStartAsync(response.Content, options.AnswerBytesMax, ct);
            return Encoding.UTF8.GetString(start).Replace('\0', '\uFFFD');
        }
        catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) =>
        response.Headers.RetryAfter is { } asked ? asked.Delta ?? asked.Date - now : null;

    private static Exception Innermost(Exception error)
    {
        while (error is not DestinationDeniedException && error.InnerException is { } inner)
        {
            error = inner;
        }

        return error;
    }
}
