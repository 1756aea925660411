using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>API keys; a revoked one counts at once here, since none is remembered.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ApiKeyTests(PostgresFixture postgres) : ApiTest(postgres)
{
    private const string Path = "/api/v1/api-keys";

    protected override bool HasAccounts => true;

    protected override string[] Settings =>
        ["--WORKFLOW_AUTH_KEY_MEMORY_MS=0", "--WORKFLOW_AUTH_KEYS_PER_USER_MAX=4",
            "--WORKFLOW_AUTH_LIVE_LOOK_MS=100"];

    private ApiHost Alice => Api.As("alice");

    [Fact]
    public async Task Key_WhenMade_IsShownOnceAndWorksInBothHeaders()
    {
        var (id, key, answer) = await MakeAsync(Alice, "definitions:read", "runs:read");
        Assert.StartsWith("wfk_", key);
        Assert.Equal(4 + 43, key.Length);
        Assert.Equal($"{Path}/{id}", answer.Headers.Location?.ToString());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal(
            HttpStatusCode.OK, (await Api.With(key).Http.GetAsync("/api/v1/workflows")).StatusCode);
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/workflows");
        request.Headers.Add("X-API-Key", key);
        Assert.Equal(HttpStatusCode.OK, (await Api.Http.SendAsync(request)).StatusCode);

        var shown = await (await Alice.Http.GetAsync($"{Path}/{id}")).Content.ReadAsStringAsync();
        Assert.DoesNotContain(key, shown);
        Assert.Contains(key[..8], shown);
        Assert.NotEqual(
            JsonValueKind.Null, JsonDocument.Parse(shown).RootElement.GetProperty("last_used_at").ValueKind);
        Assert.Equal(
            SHA256.HashData(Encoding.ASCII.GetBytes(key)),
            await Api.QueryAsync<byte[]>($"select key_hash from api_keys where id = '{id}'"));
    }

    [Fact]
    public async Task Key_WhenItsScopeDoesNotAllowIt_Returns403()
    {
        var (_, key, _) = await MakeAsync(Alice, "definitions:read");
        await (await Api.With(key).PostAsync("/api/v1/workflows", Documents.Local(), "application/yaml"))
            .ProblemAsync(403, "insufficient-scope");
        await (await Api.With(key).Http.GetAsync("/api/v1/consumers")).ProblemAsync(403, "admin-only");
        await (await Api.With(key).Http.GetAsync(Path)).ProblemAsync(403, "insufficient-scope");
    }

    [Fact]
    public async Task R10_Key_WhenItIsAUsers_SeesNoMoreThanTheUser()
    {
        var hers = await Alice.RegisterAsync(Documents.Local());
        var (_, key, _) = await MakeAsync(Api.As("bob"), "definitions:read");
        await (await Api.With(key).Http.GetAsync($"/api/v1/workflows/{hers}")).ProblemAsync(
            404, "workflow-not-found");
        var (_, all, _) = await MakeAsync(Api.As("admin"), "definitions:read", "admin");
        Assert.Equal(HttpStatusCode.OK, (await Api.With(all).Http.GetAsync($"/api/v1/workflows/{hers}")).StatusCode);
        var (_, own, _) = await MakeAsync(Api.As("admin"), "definitions:read");
        await (await Api.With(own).Http.GetAsync($"/api/v1/workflows/{hers}")).ProblemAsync(
            404, "workflow-not-found");
    }

    [Fact]
    public async Task Key_WhenRevoked_Returns401WithEveryKeyItMade()
    {
        var (id, key, _) = await MakeAsync(Alice, "keys:write", "runs:read");
        var (_, child, _) = await MakeAsync(Api.With(key), "keys:write", "runs:read");
        var (_, grandchild, _) = await MakeAsync(Api.With(child), "runs:read");
        var (_, other, _) = await MakeAsync(Alice, "runs:read");

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await Alice.Http.DeleteAsync($"{Path}/{id}")).StatusCode);
        }

        var run = $"/api/workflows/executions/{Guid.NewGuid()}";
        foreach (var gone in new[] { key, child, grandchild })
        {
            var answer = await Api.With(gone).Http.GetAsync(run);
            Assert.Contains("revoked", (await answer.ProblemAsync(401, "invalid-token")).Text("detail"));
        }

        await (await Api.With(other).Http.GetAsync(run)).ProblemAsync(404, "execution-not-found");
        Assert.Equal("alice create_api_key 4, alice revoke_api_key 3", await Api.QueryAsync<string>("""
            select string_agg(concat_ws(' ', who, verb, n), ', ' order by verb)
              from (select who, verb, count(*) as n from audit_log
                     where owner_id = 'alice' and detail ->> 'api_key_id' is not null group by 1, 2) as counted
            """));
    }

    [Fact]
    public async Task Stream_WhenItsKeyIsRevoked_IsEnded()
    {
        var (id, key, _) = await MakeAsync(Alice, "runs:read");
        using var answer = await Api.Http.GetAsync(
            $"/api/v1/executions/events?access_token={key}", HttpCompletionOption.ResponseHeadersRead);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.NotNull(await stream.ReadLineAsync());

        await Alice.Http.DeleteAsync($"{Path}/{id}");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await stream.ReadLineAsync(patience.Token) is not null)
            {
            }
        });
    }

    [Fact]
    public async Task Key_WhenItMakesAKey_GivesNoMoreThanItHas()
    {
        var end = TimeProvider.System.GetUtcNow().AddHours(1);
        var (_, key, _) = await MakeAsync(Alice, end, "keys:write", "runs:read");
        var maker = Api.With(key);
        await (await TryMakeAsync(maker, null, "runs:write")).ProblemAsync(403, "insufficient-scope");
        await (await TryMakeAsync(maker, end.AddHours(1), "runs:read")).ProblemAsync(422, "invalid-body");
        var (id, _, _) = await MakeAsync(maker, "runs:read");
        Assert.True(await Api.QueryAsync<bool>(
            $"select min(expires_at) = max(expires_at) and count(*) = 2 from api_keys where owner_id = 'alice'"));
        Assert.NotNull(await Api.QueryAsync<object>($"select created_by_key from api_keys where id = '{id}'"));
    }

    [Theory]
    [InlineData("""{"name": "x", "scopes": []}""", 422, "invalid-body")]
    [InlineData("""{"name": "x"}""", 422, "invalid-body")]
    [InlineData("""{"scopes": ["runs:read"]}""", 422, "invalid-body")]
    [InlineData("""{"name": "x", "scopes": ["runs:delete"]}""", 422, "invalid-body")]
    [InlineData("""{"name": "x", "scopes": ["runs:read"], "expires_at": "2020-01-01T00:00:00Z"}""", 422,
        "invalid-body")]
    [InlineData("""{"name": "x", "scopes": ["runs:read", "admin"]}""", 403, "insufficient-scope")]
    public async Task Create_WhenTheBodyAsksForWhatCannotBe_Refuses(string body, int status, string type)
    {
        await (await Alice.PostAsync(Path, body)).ProblemAsync(status, type);
        Assert.Equal(0, await Api.QueryAsync<long>("select count(*) from api_keys"));
    }

    [Fact]
    public async Task R9_Create_WhenThereAreTooMany_Returns409UntilOneIsRevoked()
    {
        var made = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            made.Add((await MakeAsync(Alice, "runs:read")).Id);
        }

        await (await TryMakeAsync(Alice, null, "runs:read")).ProblemAsync(409, "too-many-api-keys");
        await MakeAsync(Api.As("bob"), "runs:read");
        await Alice.Http.DeleteAsync($"{Path}/{made[0]}");
        await MakeAsync(Alice, "runs:read");
    }

    [Fact]
    public async Task R10_Keys_WhenTheyAreSomebodyElses_AreNotThere()
    {
        var (id, key, _) = await MakeAsync(Alice, "runs:read");
        var bob = Api.ClientOf("bob");
        await (await bob.GetAsync($"{Path}/{id}")).ProblemAsync(404, "api-key-not-found");
        await (await bob.DeleteAsync($"{Path}/{id}")).ProblemAsync(404, "api-key-not-found");
        Assert.Empty((await (await bob.GetAsync(Path)).JsonAsync()).GetProperty("api_keys").EnumerateArray());
        await (await Api.With(key).Http.GetAsync($"/api/workflows/executions/{Guid.NewGuid()}")).ProblemAsync(
            404, "execution-not-found");
        Assert.Equal(HttpStatusCode.NoContent, (await Api.ClientOf("admin").DeleteAsync($"{Path}/{id}")).StatusCode);
    }

    [Fact]
    public async Task List_WhenThereAreSeveralPages_GoesThroughAllTheNewestFirst()
    {
        var made = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            made.Add((await MakeAsync(Alice, "runs:read")).Id);
        }

        var listed = new List<Guid>();
        for (string? query = "limit=2"; query is not null;)
        {
            var page = await (await Alice.Http.GetAsync($"{Path}?{query}")).JsonAsync();
            listed.AddRange(page.GetProperty("api_keys").EnumerateArray().Select(row => Guid.Parse(row.Text("id"))));
            query = page.GetProperty("next").GetString() is { } next ? $"limit=2&after={next}" : null;
        }

        // Ids tell the millisecond, and two may have the same.
        Assert.Equal(made.OrderDescending(), listed);
        await (await Alice.Http.GetAsync($"{Path}?after=eA")).ProblemAsync(422, "invalid-parameter");
    }

    [Theory]
    [InlineData("wfk_")]
    [InlineData("wfk_short")]
    [InlineData("wfk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Key_WhenItIsNone_Returns401(string key) =>
        await (await Api.With(key).Http.GetAsync(Path)).ProblemAsync(401, "invalid-token");

    [Fact]
    public async Task Key_WhenExpired_Returns401()
    {
        var (id, key, _) = await MakeAsync(Alice, "keys:read");
        await Api.ExecuteAsync($"update api_keys set expires_at = now() where id = '{id}'");
        await (await Api.With(key).Http.GetAsync(Path)).ProblemAsync(401, "invalid-token");
    }

    private static Task<(Guid Id, string Key, HttpResponseMessage Answer)> MakeAsync(
        ApiHost user, params string[] scopes) => MakeAsync(user, null, scopes);

    private static async Task<(Guid Id, string Key, HttpResponseMessage Answer)> MakeAsync(
        ApiHost user, DateTimeOffset? expires, params string[] scopes)
    {
        var answer = await TryMakeAsync(user, expires, scopes);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var body = await answer.JsonAsync();
        return (Guid.Parse(body.Text("id")), body.Text("key"), answer);
    }

    private static Task<HttpResponseMessage> TryMakeAsync(
        ApiHost user, DateTimeOffset? expires, params string[] scopes) => user.PostAsync(
        Path, JsonSerializer.Serialize(new { name = "a key", scopes, expires_at = expires?.ToString("O") }));
}
