using System.Net.Http.Headers;
using System.Text;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.OpenApi;

namespace Workflow.IntegrationTests.Contract;

/// <summary>A request to a route, as far as it differs from one that is answered well.</summary>
internal sealed record Ask
{
    /// <summary>Value of every parameter of the path; null for what the world has.</summary>
    public string? Id { get; init; }

    /// <summary>With its question mark.</summary>
    public string? Query { get; init; }

    /// <summary>Null for the document's example.</summary>
    public string? Body { get; init; }

    public string? MediaType { get; init; }

    /// <summary>Null for nobody.</summary>
    public string? User { get; init; } = ContractWorld.User;

    /// <summary>In place of the user's.</summary>
    public string? Token { get; init; }

    /// <summary>A host with other settings.</summary>
    public ApiHost? Host { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Whether a WebSocket is asked for where the route has one.</summary>
    public bool Upgrades { get; init; } = true;

    public async Task<HttpRequestMessage> ToRequestAsync(DocumentedRoute route, ContractWorld world)
    {
        var id = Id ?? (route.PathParameters.Count == 0 ? "" : await world.IdForAsync(route));
        var path = route.PathWith(name => name == "step" ? ContractWorld.Step : Uri.EscapeDataString(id));
        var request = new HttpRequestMessage(new HttpMethod(route.Method), path + Query);
        var token = Token ?? (User is null ? null : TestToken.Of(User, User == "admin" ? "admin" : null));
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (route.MediaType is not null)
        {
            var body = Body ?? route.Example ?? "{}";
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", MediaType ?? route.MediaType);
        }

        foreach (var (name, value) in Upgrades && route.Answers.ContainsKey(101) ? [.. Headers, .. Upgrade] : Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private static readonly (string, string)[] Upgrade =
    [
        ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];
}
