namespace Workflow.Outgoing.Calls;

/// <summary>The one client of a process for calls to addresses that users choose: pooled connections, places per host,
/// checked destinations, bounded answers. Thread-safe.</summary>
public sealed class OutgoingClient : IDisposable
{
    private readonly OutgoingLimits _limits;
    private readonly HostGates _gates;
    private readonly ProxiedConnector? _connector;

    public OutgoingClient(
        DestinationRules rules, ResolveHost resolve, OutgoingProxy? proxy, OutgoingLimits limits)
        : this(limits)
    {
        _connector = new ProxiedConnector(rules, resolve, proxy);
        var handler = OutgoingHttp.NewHandler(rules, resolve, limits.ConnectTimeout, int.MaxValue);
        handler.ConnectCallback = _connector.ConnectAsync;
        handler.UseProxy = proxy is not null;
        handler.Proxy = proxy;
        Handler = handler;
        Http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <param name="handler">What answers, in place of the network.</param>
    public OutgoingClient(HttpMessageHandler handler, OutgoingLimits limits)
        : this(limits) =>
        (Handler, Http) = (handler, new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan });

    private OutgoingClient(OutgoingLimits limits) => (_limits, _gates, Http, Handler) =
        (limits, new HostGates(limits.CallsPerHostMax, limits.WaitingPerHostMax), null!, null!);

    private HttpClient Http { get; }

    private HttpMessageHandler Handler { get; }

    /// <summary>Waits for a place at a host, for a call that is not made by <see cref="SendAsync"/>.</summary>
    /// <exception cref="HostBusyException">Too many calls wait already.</exception>
    public ValueTask<IDisposable> EnterAsync(Uri target, CancellationToken ct) =>
        _gates.EnterAsync($"{target.IdnHost}:{target.Port}", ct);

    /// <summary>Waits for a place at something that is no host, under a name of its own.</summary>
    /// <exception cref="HostBusyException">Too many calls wait already.</exception>
    public ValueTask<IDisposable> EnterAsync(string name, CancellationToken ct) => _gates.EnterAsync(name, ct);

    /// <summary>What a library that speaks a protocol of its own sends with: the same connections, checks and bounds;
    /// places are the caller's to take, redirects are answers. Not to be disposed of: the connections are
    /// shared.</summary>
    /// <param name="seen">Told of every answer.</param>
    public HttpMessageHandler NewHandler(Action<HttpResponseMessage> seen) =>
        new BoundedHandler(Handler, _connector, _limits.ResponseBytesMax, seen);

    /// <summary>Makes the call and reads its answer.</summary>
    /// <exception cref="HttpRequestException">It failed, or its answer is beyond a limit; for the user.</exception>
    /// <exception cref="IOException">The same.</exception>
    public async Task<OutgoingAnswer> SendAsync(OutgoingRequest request, CancellationToken ct)
    {
        for (var hops = 0; ; hops++)
        {
            var answer = await SendOnceAsync(request, ct);
            if (!request.FollowsRedirects || Redirects.Next(answer) is not { } next)
            {
                return answer;
            }

            request = hops < _limits.RedirectsMax ? next : throw new HttpRequestException(
                $"it was redirected more than {_limits.RedirectsMax} times ({_limits.Variables}_REDIRECTS_MAX).");
        }
    }

    public void Dispose() => Http.Dispose();

    private async Task<OutgoingAnswer> SendOnceAsync(OutgoingRequest request, CancellationToken ct)
    {
        using var place = await EnterAsync(request.Address, ct);
        await (_connector?.CheckAsync(request.Address, ct) ?? ValueTask.CompletedTask);
        using var message = request.ToMessage();
        using var response = await Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
        // The length of an answer to HEAD is that of what GET would bring.
        var body = message.Method == HttpMethod.Head ? [] : await ReadAsync(response.Content, ct);
        var headers = response.Headers.Concat(response.Content.Headers)
            .Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), string.Join(", ", header.Value)))
            .ToList();
        return new OutgoingAnswer((int)response.StatusCode, request, headers, body);
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken ct)
    {
        if (content.Headers.ContentLength > _limits.ResponseBytesMax)
        {
            throw TooLarge($"{content.Headers.ContentLength}");
        }

        await using var stream = await content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var buffer = new byte[16_384];
        for (int read; (read = await stream.ReadAsync(buffer, ct)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > _limits.ResponseBytesMax)
            {
                throw TooLarge($"more than {_limits.ResponseBytesMax}");
            }
        }

        return body.ToArray();
    }

    private HttpRequestException TooLarge(string bytes) => new(
        $"the answer has {bytes} bytes; {_limits.ResponseBytesMax} are allowed "
        + $"({_limits.Variables}_RESPONSE_BYTES_MAX).");
}
