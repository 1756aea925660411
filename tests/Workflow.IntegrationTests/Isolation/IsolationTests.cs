using System.Net;
using System.Net.WebSockets;
using System.Text;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.OpenApi;
using Xunit;

namespace Workflow.IntegrationTests.Isolation;

/// <summary>R10: nobody sees or touches what is somebody else's, on any route there is.</summary>
[Collection(PostgresCollection.Name)]
public sealed class IsolationTests(TwoUsers users) : IClassFixture<TwoUsers>
{
    private static readonly HttpStatusCode[] Refusals = [HttpStatusCode.NotFound, HttpStatusCode.Forbidden];

    [Fact]
    public async Task R10_EveryRouteWithAnId_WhenAskedBySomebodyElse_SaysThatThereIsNoSuchThing()
    {
        var before = await users.ChecksumAsync("alice");
        var findings = new List<string>();
        var asked = 0;
        foreach (var route in users.Routes.Where(route => route.PathParameters.Count > 0 && !IsPublic(route)))
        {
            asked++;
            var (status, text) = await AskAsync(route, users.Bob.User, users.Alice);
            var isRefused = Refusals.Contains(status)
                || Strangers.OtherRefusals.GetValueOrDefault($"{route}") == status;
            if (!isRefused || users.Alice.FoundIn(Without(text, route)) is not null)
            {
                findings.Add($"{route}: {(int)status} {text}");
            }
        }

        Assert.True(findings.Count == 0, string.Join("\n", findings));
        Assert.True(asked > 3);
        Assert.Equal(before, await users.ChecksumAsync("alice"));
    }

    [Fact]
    public async Task R10_EveryCommand_WhenItsBodyNamesThingsOfSomebodyElse_TouchesAndShowsNoneOfThem()
    {
        var before = await users.ChecksumAsync("alice");
        var bodies = Strangers.BodiesAgainst(users.Alice);
        var findings = new List<string>();
        foreach (var route in users.Routes.Where(route =>
            route is { MediaType: not null, PathParameters.Count: 0 } && !IsPublic(route)))
        {
            Assert.True(bodies.ContainsKey($"{route}"), $"Say in Strangers how {route} could be misused.");
            var (status, text) = await AskAsync(route, users.Bob.User, users.Alice);
            var shown = text;
            foreach (var word in users.Alice.Words.Where(word => bodies[$"{route}"].Contains(word)))
            {
                shown = shown.Replace(word, "", StringComparison.OrdinalIgnoreCase);
            }

            if ((int)status >= 500 || users.Alice.FoundIn(shown) is not null)
            {
                findings.Add($"{route}: {(int)status} {text}");
            }
        }

        Assert.True(findings.Count == 0, string.Join("\n", findings));
        Assert.Equal(before, await users.ChecksumAsync("alice"));
    }

    [Fact]
    public async Task R10_EveryReadingRoute_WhenAskedByTheOwner_IsAnswered()
    {
        var findings = new List<string>();
        foreach (var route in users.Routes.Where(route =>
            route is { Method: "GET", PathParameters.Count: > 0 } && !IsPublic(route)))
        {
            var (status, text) = await AskAsync(route, users.Alice.User, users.Alice);
            if ((int)status >= 300 && status != HttpStatusCode.SwitchingProtocols && status != HttpStatusCode.Forbidden)
            {
                findings.Add($"{route}: {(int)status} {text}");
            }
        }

        Assert.True(findings.Count == 0, string.Join("\n", findings));
    }

    [Fact]
    public async Task R10_EveryList_WhenAskedBySomebodyElse_LeavesOutWhatIsNotTheirs()
    {
        var findings = new List<string>();
        foreach (var route in users.Routes.Where(route =>
            route is { Method: "GET", PathParameters.Count: 0, IsStream: false } && !IsPublic(route)))
        {
            foreach (var query in QueriesAbout(route, users.Alice))
            {
                var answer = await users.Api.ClientOf("bob").GetAsync(route.Path + query);
                var text = await answer.Content.ReadAsStringAsync();
                var echoed = answer.IsSuccessStatusCode ? text : "";
                if ((int)answer.StatusCode >= 500 || users.Alice.FoundIn(echoed) is not null)
                {
                    findings.Add($"{route}{query}: {(int)answer.StatusCode} {text}");
                }
            }
        }

        Assert.True(findings.Count == 0, string.Join("\n", findings));
    }

    [Fact]
    public async Task R10_EveryRoute_WhenAskedWithoutAToken_Returns401()
    {
        foreach (var route in users.Routes.Where(route => !IsPublic(route)))
        {
            using var request = RequestOf(route, users.Alice);
            var answer = await users.Api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{route}: {answer.StatusCode}");
            Assert.Contains(answer.Headers.WwwAuthenticate, scheme => scheme.Scheme == "Bearer");
        }
    }

    /// <summary>Routes that have no owner: health and the API's own description. And callbacks of agents, whose signed
    /// address is the permission.</summary>
    private static bool IsPublic(DocumentedRoute route) =>
        !route.Path.StartsWith("/api/", StringComparison.Ordinal)
        || route.Path.StartsWith("/api/v1/agent-callbacks/", StringComparison.Ordinal);

    /// <summary>The plain list, and the list narrowed to what is the victim's by each of its parameters.</summary>
    private static IEnumerable<string> QueriesAbout(DocumentedRoute route, Belongings victim)
    {
        string[] values = [victim.Secret, victim.Workflow.ToString(), victim.Runs[1].ToString(), victim.User];
        return new[] { "" }.Concat(route.Query
            .Where(field => field.Values.Count == 0 && field.Type is "string" or "any")
            .SelectMany(field => values.Select(value => $"?{field.Name}={Uri.EscapeDataString(value)}")));
    }

    private async Task<(HttpStatusCode Status, string Text)> AskAsync(
        DocumentedRoute route, string user, Belongings victim)
    {
        if (route.Path.EndsWith("/ws", StringComparison.Ordinal))
        {
            return await WatchAsync(route, user, victim);
        }

        using var request = RequestOf(route, victim);
        var answer = await users.Api.ClientOf(user).SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var text = answer.Content.Headers.ContentType?.MediaType == "text/event-stream"
            ? ""
            : await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text);
    }

    /// <summary>A WebSocket is always opened; the first message says whether there is such a run.</summary>
    private async Task<(HttpStatusCode Status, string Text)> WatchAsync(
        DocumentedRoute route, string user, Belongings victim)
    {
        var http = users.Api.ClientOf(user);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", http.DefaultRequestHeaders.Authorization!.ToString());
        var address = new UriBuilder(http.BaseAddress!)
        {
            Scheme = "ws",
            Path = route.PathWith(name => victim.ValueFor(route.Path, name)),
        };
        await socket.ConnectAsync(address.Uri, CancellationToken.None);
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
        var text = Encoding.UTF8.GetString(buffer, 0, received.Count);
        return (text.Contains("\"type\":\"error\"", StringComparison.Ordinal)
            ? HttpStatusCode.NotFound : HttpStatusCode.SwitchingProtocols, text);
    }

    private static HttpRequestMessage RequestOf(DocumentedRoute route, Belongings victim)
    {
        var request = new HttpRequestMessage(
            new HttpMethod(route.Method), route.PathWith(name => victim.ValueFor(route.Path, name)));
        if (route.MediaType is not null)
        {
            var body = Strangers.BodiesAgainst(victim).GetValueOrDefault(route.ToString()) ?? route.Example ?? "{}";
            request.Content = new StringContent(body, Encoding.UTF8, route.MediaType);
        }

        return request;
    }

    /// <summary>The answer without the names that the stranger sent along.</summary>
    private string Without(string text, DocumentedRoute route) => route.PathParameters.Aggregate(
        text, (left, name) => left.Replace(
            users.Alice.ValueFor(route.Path, name), "", StringComparison.OrdinalIgnoreCase));
}
