using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Contract;

/// <summary>Problems that belong to no route: each in the document really occurs.</summary>
[Collection(PostgresCollection.Name)]
public sealed class GeneralProblemTests(PostgresFixture postgres) : ApiTest(postgres)
{
    private const string Path = "/api/v1/agents";

    /// <summary>Kept for a status that some part of the server may set one day; nothing is known to.</summary>
    private static readonly string[] Unprovoked = ["refused"];

    [Fact]
    public async Task Document_EveryGeneralProblem_OccursAsDescribed()
    {
        var document = await (await Api.Http.GetAsync("/openapi/v1.json")).JsonAsync();
        var promised = document.GetProperty("components").GetProperty("responses").EnumerateObject()
            .Where(response => !Unprovoked.Contains(response.Name)).ToList();
        Assert.NotEmpty(promised);
        foreach (var response in promised)
        {
            var answer = await ProvokeAsync(response.Name);
            var content = response.Value.GetProperty("content").GetProperty("application/problem+json");
            var example = content.GetProperty("examples").GetProperty(response.Name).GetProperty("value");
            Assert.Equal($"{example.GetProperty("status")} {response.Name}", $"{answer.Status} {answer.Problem}");
            Assert.Empty(SchemaCheck.Of(
                JsonDocument.Parse(answer.Text).RootElement, content.GetProperty("schema"), document));
            foreach (var header in response.Value.TryGetProperty("headers", out var headers)
                ? [.. headers.EnumerateObject()] : Array.Empty<JsonProperty>())
            {
                Assert.Contains(header.Name, answer.Headers);
            }
        }
    }

    private Task<Answer> ProvokeAsync(string problem) => problem switch
    {
        "no-such-route" => AskAsync(Api, HttpMethod.Get, "/api/v9"),
        "method-not-allowed" => AskAsync(Api, HttpMethod.Patch, Path),
        "bad-request" => ChunkAsync(),
        "cross-site-request" => AskAsync(Api, HttpMethod.Get, Path, ("Origin", "https://elsewhere.example")),
        "several-credentials" => AskAsync(
            Api, HttpMethod.Get, Path, ("X-API-Key", "wfk_x"), ("Authorization", "Bearer x")),
        "too-many-failures" => FailAsync(),
        "keys-unavailable" => UnknownKeyAsync(),
        "starting-up" => UnreadyAsync(),
        "database-unavailable" => AwayAsync(),
        "registry-unavailable" => UnregisteredAsync(),
        "internal-error" => BrokenAsync(),
        _ => throw new InvalidOperationException($"How can {problem} be provoked? Say it here."),
    };

    private static async Task<Answer> AskAsync(
        ApiHost host, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Answer.OfAsync(await host.Http.SendAsync(request));
    }

    /// <summary>A body whose chunks are none.</summary>
    private async Task<Answer> ChunkAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Api.Http.BaseAddress!.Host, Api.Http.BaseAddress.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /api/v1/workflows HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"));
        using var reader = new StreamReader(client.GetStream());
        var text = await reader.ReadToEndAsync();
        var json = text[text.IndexOf('{')..(text.LastIndexOf('}') + 1)];
        return new Answer(int.Parse(text.Split(' ')[1]), "application/problem+json", json, []);
    }

    private async Task<Answer> FailAsync()
    {
        await using var host = await ApiHost.StartWithAccountsAsync(
            await Postgres.CreateDatabaseAsync(), "--WORKFLOW_AUTH_FAILURES_PER_SECOND=1",
            "--WORKFLOW_AUTH_FAILURES_BURST=1");
        Answer answer;
        do
        {
            answer = await AskAsync(host, HttpMethod.Get, Path, ("Authorization", "Bearer a.b.c"));
        }
        while (answer.Status == 401); // on a slow machine one a second may be let through
        return answer;
    }

    private async Task<Answer> UnknownKeyAsync()
    {
        await using var host = await ApiHost.StartWithAccountsAsync(
            await Postgres.CreateDatabaseAsync(), "--WORKFLOW_AUTH_JWKS_URL=http://127.0.0.1:9/keys",
            "--WORKFLOW_AUTH_ISSUER=*", "--WORKFLOW_AUTH_AUDIENCE=*");
        var token = $"{Part("""{"alg": "RS256", "kid": "unknown"}""")}.{Part("""{"sub": "ann"}""")}.{Part("none")}";
        return await AskAsync(host, HttpMethod.Get, Path, ("Authorization", $"Bearer {token}"));
    }

    private static async Task<Answer> UnreadyAsync()
    {
        await using var host = await ApiHost.StartUnreadyAsync(
            "Host=127.0.0.1;Port=1;Username=nobody;Database=none");
        return await AskAsync(host, HttpMethod.Get, Path);
    }

    private async Task<Answer> UnregisteredAsync()
    {
        await using var host = await ApiHost.StartAsync(
            await Postgres.CreateDatabaseAsync(), "--AGENT_REGISTRY_URL=http://127.0.0.1:9");
        return await AskAsync(host, HttpMethod.Get, Path);
    }

    private static async Task<Answer> AwayAsync()
    {
        var server = await LocalPostgres.StartAsync();
        await using var host = await ApiHost.StartAsync(server.ConnectionString);
        await server.DisposeAsync();
        return await AskAsync(host, HttpMethod.Get, Path);
    }

    private async Task<Answer> BrokenAsync()
    {
        await using var host = await ApiHost.StartAsync(await Postgres.CreateDatabaseAsync());
        await host.ExecuteAsync("drop table agents");
        return await AskAsync(host, HttpMethod.Get, Path);
    }

    private static string Part(string text) =>
        System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
