namespace Workflow.Outgoing.Calls;

/// <summary>For libraries that bring their own protocol: checks every request's destination and bounds every
/// answer.</summary>
/// <param name="seen">Told of every answer's status.</param>
internal sealed class BoundedHandler(
    HttpMessageHandler inner, ProxiedConnector? connector, int bytesMax, Action<HttpResponseMessage> seen)
    : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (connector is not null && request.RequestUri is { } target)
        {
            await connector.CheckAsync(target, ct);
        }

        var response = await base.SendAsync(request, ct);
        seen(response);
        var whole = response.Content;
        response.Content = new StreamContent(new BoundedStream(await whole.ReadAsStreamAsync(ct), bytesMax));
        foreach (var header in whole.Headers)
        {
            response.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return response;
    }
}
