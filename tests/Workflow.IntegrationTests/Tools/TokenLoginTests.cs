using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Workflow.Jq;
using Workflow.Tools;
using Workflow.Tools.Mcp;
using Xunit;

namespace Workflow.IntegrationTests.Tools;

/// <summary><c>oauth2</c> and <c>oidc</c> against an endpoint that listens: what it is asked, and when.</summary>
public sealed class TokenLoginTests : IAsyncLifetime
{
    private LoginWorld _world = null!;

    public async Task InitializeAsync() => _world = await LoginWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData("client_secret_basic", "bWU6czNjcjN0JTJGb2YrdGhlJTJCY2xpZW50",
        "grant_type=client_credentials&scope=a+b")]
    [InlineData("client_secret_post", null,
        "grant_type=client_credentials&scope=a+b&client_id=me&client_secret=s3cr3t%2Fof+the%2Bclient")]
    [InlineData("none", null, "grant_type=client_credentials&scope=a+b&client_id=me")]
    [InlineData("private_key_jwt", null,
        "grant_type=client_credentials&scope=a+b&client_id=me&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3A"
        + "client-assertion-type%3Ajwt-bearer&client_assertion=s3cr3t%2Fof+the%2Bclient")]
    public async Task Token_WhenTheClientSaysWhoItIs_IsAskedForSo(string method, string? basic, string body)
    {
        var answer = await _world.CallAsync($$"""
            oauth2: { authority: '{{_world.Server.Url}}', grant: client_credentials, scopes: [ a, b ],
              client: { id: me, secret: '${ $secrets.client }', assertion: '${ $secrets.client }',
              authentication: {{method}} } }
            """);

        Assert.Null(answer.Fault);
        Assert.Equal("Bearer the-token-1", _world.Server.Last("/tool").Header("Authorization"));
        var asked = Assert.Single(_world.Asked);
        Assert.Equal((body, basic is null ? null : $"Basic {basic}"), (asked.Body, asked.Header("Authorization")));
    }

    [Fact]
    public async Task Token_WhenTheClientSignsWithItsSecret_SendsAJwtAsJson()
    {
        var answer = await _world.CallAsync($$"""
            oauth2: { authority: '{{_world.Server.Url}}/realm', endpoints: { token: /issue }, grant: password,
              username: u, password: p4ssw0rd, audiences: [ a, b ], request: { encoding: application/json },
              client: { id: me, secret: '${ $secrets.client }', authentication: client_secret_jwt } }
            """);

        Assert.Equal(ToolFaultKind.Communication, answer.Fault!.Kind);
        var asked = _world.Server.Last("/realm/issue");
        using var body = JsonDocument.Parse(asked.Body);
        var fields = body.RootElement;
        var jwt = fields.GetProperty("client_assertion").GetString()!.Split('.');
        var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(jwt[1])).RootElement;
        Assert.Equal("application/json", asked.Header("Content-Type"));
        Assert.Equal(("password", "u", "p4ssw0rd", "[\"a\",\"b\"]"), (
            fields.GetProperty("grant_type").GetString(), fields.GetProperty("username").GetString(),
            fields.GetProperty("password").GetString(), fields.GetProperty("audience").GetRawText()));
        Assert.Equal(("me", $"{_world.Server.Url}/realm/issue", 60), (
            claims.GetProperty("sub").GetString(), claims.GetProperty("aud").GetString(),
            claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64()));
        Assert.Equal(
            System.Security.Cryptography.HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(LoginWorld.Secret), Encoding.UTF8.GetBytes($"{jwt[0]}.{jwt[1]}")),
            System.Buffers.Text.Base64Url.DecodeFromChars(jwt[2]));
    }

    [Fact]
    public async Task Token_WhenManyCallsWaitAndMoreCome_IsFetchedOnceUntilItsEnd()
    {
        var gate = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        _world.Server.On("/oauth2/token", async http =>
        {
            asked.TrySetResult();
            await gate.Task;
            await http.Response.WriteAsJsonAsync(new { access_token = $"t{_world.Asked.Count()}", expires_in = 100 });
        });
        var calls = Enumerable.Range(0, 20)
            .Select(_ => _world.CallAsync($"oauth2: {{ {_world.Properties} }}")).ToList();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        gate.SetResult();
        await Task.WhenAll(calls);
        _world.Time.Pass(TimeSpan.FromSeconds(89));
        await _world.CallAsync($"oauth2: {{ {_world.Properties} }}");
        Assert.Single(_world.Asked);

        _world.Time.Pass(TimeSpan.FromSeconds(1));
        await _world.CallAsync($"oauth2: {{ {_world.Properties} }}");

        Assert.Equal(2, _world.Asked.Count());
        Assert.Equal("Bearer t2", _world.Server.Last("/tool").Header("Authorization"));
    }

    [Fact]
    public async Task Token_WhenItCanBeRefreshed_IsRefreshedElseAskedForByTheGrant()
    {
        _world.Server.On("/oauth2/token", async http =>
        {
            var last = _world.Asked.Last().Body;
            var isRefused = last.Contains("refresh_token=second", StringComparison.Ordinal);
            http.Response.StatusCode = isRefused ? 400 : 200;
            await http.Response.WriteAsJsonAsync(isRefused ? new { error = "invalid_grant" } : (object)new
            {
                access_token = $"t{_world.Asked.Count()}",
                expires_in = 100,
                refresh_token = last.Contains("refresh_token=first", StringComparison.Ordinal) ? "second" : "first",
            });
        });
        for (var i = 0; i < 3; i++)
        {
            Assert.Null((await _world.CallAsync($"oauth2: {{ {_world.Properties} }}")).Fault);
            _world.Time.Pass(TimeSpan.FromSeconds(100));
        }

        Assert.Equal(
            ["grant_type=client_credentials", "grant_type=refresh_token&refresh_token=first",
                "grant_type=refresh_token&refresh_token=second", "grant_type=client_credentials"],
            _world.Asked.Select(request => request.Body.Split("&client_id")[0]));
        Assert.Equal("Bearer t4", _world.Server.Last("/tool").Header("Authorization"));
    }

    [Theory]
    [InlineData("the-token-2", null)]
    [InlineData("another", "answered 401")]
    public async Task Token_WhenTheToolRefusesIt_IsFetchedAnewOnce(string wanted, string? detail)
    {
        _world.Server.On("/tool", http =>
        {
            http.Response.StatusCode = http.Request.Headers.Authorization == $"Bearer {wanted}" ? 200 : 401;
            return http.Response.WriteAsJsonAsync(http.Request.Headers.Authorization.ToString());
        });
        var answer = await _world.CallAsync($"oauth2: {{ {_world.Properties} }}");

        Assert.Equal(2, _world.Asked.Count());
        Assert.Equal(2, _world.Server.Requests.Count(request => request.Target == "/tool"));
        if (detail is null)
        {
            Assert.Equal("\"Bearer [secret]\"", answer.Output?.ToJson());
            return;
        }

        Assert.Contains(detail, answer.Fault!.Detail, StringComparison.Ordinal);
        Assert.Contains("[secret]", answer.Fault.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("the-token-2", answer.Fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_WhenAnMcpServerRefusesIt_IsFetchedAnewInTheSameSession()
    {
        _world.Server.On("/mcp", AnswerMcpAsync);
        await using var sessions = new McpSessions(_world.Client, _world.Options, TimeProvider.System);
        var tool = new McpTool(sessions, _world.Client, _world.Options);
        var call = new McpCall(
            new McpHttpServer(new Uri($"{_world.Server.Url}/mcp"), [], "2025-06-18", "t", "1"), "tools/list",
            JqValue.Object([]), Guid.NewGuid());
        var answer = await tool.CallAsync(
            call, _world.Find($"oauth2: {{ {_world.Properties} }}"), CancellationToken.None);

        Assert.Null(answer.Fault);
        Assert.Equal("[{\"name\":\"seen with [secret]\"}]", answer.Output!["tools"].ToJson());
        Assert.Equal((2, 1), (_world.Asked.Count(), sessions.Count));
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_client","error_description":"no s3cr3t/of the+client"}""",
        ToolFaultKind.Authentication, 401, "answered 400 (invalid_client: no [secret]).")]
    [InlineData(503, "busy", ToolFaultKind.Communication, 502, "answered 503.")]
    [InlineData(200, "{}", ToolFaultKind.Communication, 502, "gave no usable bearer token")]
    public async Task Token_WhenItIsNotGiven_FailsTheCallAndIsAskedForAgain(
        int status, string json, ToolFaultKind kind, int expected, string detail)
    {
        _world.Server.OnText("/oauth2/token", json, status: status);
        var first = await _world.CallAsync($"oauth2: {{ {_world.Properties} }}");
        await _world.CallAsync($"oauth2: {{ {_world.Properties} }}");

        Assert.Equal((kind, expected), (first.Fault!.Kind, first.Fault.Status));
        Assert.StartsWith($"The token endpoint {_world.Server.Url}/oauth2/token ", first.Fault.Detail);
        Assert.EndsWith(detail, first.Fault.Detail.Replace(": JSON with access_token is needed.", ""));
        Assert.Equal(2, _world.Asked.Count());
        Assert.DoesNotContain(_world.Server.Requests, request => request.Target == "/tool");
    }

    [Fact]
    public async Task Oidc_WhenTheAuthorityNamesItsEndpoint_IsAskedThere()
    {
        _world.Server.OnText(
            "/realm/.well-known/openid-configuration",
            $$"""{"issuer":"https://i","token_endpoint":"{{_world.Server.Url}}/oauth2/token"}""");
        var authority = $"authority: '{_world.Server.Url}/realm'";
        var properties = _world.Properties.Replace($"authority: '{_world.Server.Url}'", authority);
        var plain = await _world.CallAsync($"oidc: {{ {properties} }}");
        var listed = await _world.CallAsync($"oidc: {{ {properties}, issuers: [ 'https://i' ] }}");
        var other = await _world.CallAsync($"oidc: {{ {properties}, issuers: [ 'https://j' ] }}");

        Assert.Null(plain.Fault);
        Assert.Null(listed.Fault);
        Assert.Equal(ToolFaultKind.Authentication, other.Fault!.Kind);
        Assert.EndsWith("names the issuer 'https://i', which is none of `issuers`.", other.Fault.Detail);
        Assert.Equal("Bearer the-token-2", _world.Server.Last("/tool").Header("Authorization"));
    }

    [Theory]
    [InlineData("client=127.0.0.1", true)]
    [InlineData("client=other.example", false)]
    [InlineData("", false)]
    public async Task Secret_WhenItMustNotGoThere_AsksForNoToken(string hosts, bool isAsked)
    {
        _world.SecretHosts = hosts;
        _world.Open();
        var answer = await _world.CallAsync($"oauth2: {{ {_world.Properties} }}");
        var elsewhere = await _world.CallAsync(
            $"oauth2: {{ {_world.Properties.Replace("127.0.0.1", "localhost")} }}");

        Assert.Equal(isAsked, answer.Fault is null);
        Assert.Equal(ToolFaultKind.Authorization, elsewhere.Fault!.Kind);
        Assert.Equal(isAsked ? 1 : 0, _world.Asked.Count());
    }

    [Fact]
    public async Task Login_WhenOneSecretHoldsAllOfIt_IsReadFromThere()
    {
        _world.SecretValue = $$$"""
            {"authority":"{{{_world.Server.Url}}}","grant":"client_credentials","client":{"id":"me","secret":"kept"}}
            """;
        _world.Open();
        var answer = await _world.CallAsync("oauth2: { use: client }");
        _world.SecretValue = """{"authority":"x"}""";
        _world.Open();
        var wrong = await _world.CallAsync("oauth2: { use: client }");

        Assert.Null(answer.Fault);
        Assert.Equal("grant_type=client_credentials&client_id=me&client_secret=kept", Assert.Single(_world.Asked).Body);
        Assert.StartsWith(
            "The authentication of the secret 'client' cannot be used: `authority` gave no", wrong.Fault!.Detail);
    }

    /// <summary>An MCP server that opens sessions with the first token, and lists its tools with the second.</summary>
    private static async Task AnswerMcpAsync(HttpContext http)
    {
        http.Request.Body.Position = 0;
        using var asked = await JsonDocument.ParseAsync(http.Request.Body);
        var method = asked.RootElement.GetProperty("method").GetString();
        var token = http.Request.Headers.Authorization.ToString()["Bearer ".Length..];
        if (method == "tools/list" && token == "the-token-1")
        {
            http.Response.StatusCode = 401;
            return;
        }

        if (!asked.RootElement.TryGetProperty("id", out var id))
        {
            http.Response.StatusCode = 202;
            return;
        }

        object result = method == "initialize"
            ? new
            {
                protocolVersion = "2025-06-18",
                capabilities = new { },
                serverInfo = new { name = "s", version = "1" },
            }
            : new { tools = new[] { new { name = $"seen with {token}" } } };
        http.Response.Headers["Mcp-Session-Id"] = "one";
        await http.Response.WriteAsJsonAsync(new { jsonrpc = "2.0", id, result });
    }

    [Fact]
    public async Task Expression_WhenItPutsASecretIntoItsError_TellsNothingOfIt()
    {
        var answer = await _world.CallAsync("bearer: { token: '${ $secrets.client | explode | tostring | error }' }");

        Assert.Equal(ToolFaultKind.Expression, answer.Fault!.Kind);
        Assert.EndsWith("why is not told, since it could hold a secret.", answer.Fault.Detail);
    }
}
