using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Workflow.Tools;
using Xunit;

namespace Workflow.IntegrationTests.Tools;

/// <summary><c>digest</c> against a server that checks it.</summary>
public sealed partial class DigestLoginTests : IAsyncLifetime
{
    private const string Nonce = "n0nce==";

    private LoginWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await LoginWorld.StartAsync();
        _world.Server.On("/tool", AnswerAsync);
        _world.Server.OnRedirect("/moved", "/tool?x=1", 307);
        _world.Server.OnRedirect("/away", $"{_world.Server.OtherUrl}/tool", 307);
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData("/tool", "POST")]
    [InlineData("/tool?a=%20b", "GET")]
    [InlineData("/moved", "POST")]
    public async Task Digest_WhenTheServerChallenges_LogsIn(string path, string method)
    {
        var answer = await _world.CallAsync(
            "digest: { username: me, password: '${ $secrets.client }' }", path, method);

        Assert.Null(answer.Fault);
        Assert.Equal("\"in\"", answer.Output?.ToJson());
        Assert.DoesNotContain(_world.Server.Requests, request =>
            request.Headers.Values.Any(value => value.Contains(LoginWorld.Secret, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/tool", "digest: { username: you, password: '${ $secrets.client }' }", 2)]
    [InlineData("/away", "digest: { username: me, password: '${ $secrets.client }' }", 2)]
    public async Task Digest_WhenTheLoginIsWrongOrAnothersHostAsks_Fails(string path, string login, int requests)
    {
        var answer = await _world.CallAsync(login, path);

        Assert.Equal((ToolFaultKind.Communication, 401), (answer.Fault!.Kind, answer.Fault.Status));
        Assert.Equal(requests, _world.Server.Requests.Count);
    }

    private static Task AnswerAsync(HttpContext http)
    {
        var given = Parameter().Matches(http.Request.Headers.Authorization.ToString())
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim('"'));
        var target = http.Request.Path + http.Request.QueryString.Value;
        var first = Hash($"me:the realm:{LoginWorld.Secret}");
        var isIn = given.GetValueOrDefault("uri") == target && given["username"] == "me" && given["response"]
            == Hash($"{first}:{Nonce}:{given["nc"]}:{given["cnonce"]}:auth:{Hash($"{http.Request.Method}:{target}")}");
        http.Response.StatusCode = isIn ? 200 : 401;
        http.Response.Headers.Append("WWW-Authenticate", "Basic realm=\"the realm\"");
        http.Response.Headers.Append(
            "WWW-Authenticate", $"Digest realm=\"the realm\", qop=\"auth\", algorithm=SHA-256, nonce=\"{Nonce}\"");
        return http.Response.WriteAsync(isIn ? "\"in\"" : "");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("([a-z]+)=(\"[^\"]*\"|[^ ,]+)")]
    private static partial Regex Parameter();
}
