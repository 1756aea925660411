using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>Calls by JSON-RPC with more levels than serialisers take by default.</summary>
public sealed class DeepParameterTests
{
    private const string A2a = "call: a2a, with: { method: message/send, server: 'http://127.0.0.1:1/', "
        + "parameters: { message: { parts: [ { kind: data, data: '${ . }' } ] } } }";

    private const string Mcp = "call: mcp, with: { method: tools/call, parameters: { name: n, arguments: '${ . }' }, "
        + "transport: { http: { endpoint: 'http://127.0.0.1:1/' } } }";

    [Theory]
    [InlineData(A2a, 100)]
    [InlineData(A2a, 508)]
    [InlineData(Mcp, 62)]
    public async Task Call_WhenItsParametersAreNestedDeeply_SendsThemAsTheyAre(string call, int depth)
    {
        using var peer = new Peer("""{"done":true}""");
        await using var engine = new Engine(http: peer);

        var ended = await engine.RunAsync($"do:\n- it: {{ {call} }}", Deep(depth));

        Assert.Null(ended.Message);
        Assert.Equal("""{"done":true}""", ended.Output);
        Assert.Contains(Deep(depth), Assert.Single(peer.Bodies), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(A2a, 509, "nested 513 levels deep; 512 are the most that can be sent.")]
    [InlineData(Mcp, 63, "nested 64 levels deep; 63 are the most that can be sent.")]
    [InlineData(Mcp, 100, "nested 101 levels deep; 63 are the most that can be sent.")]
    public async Task Call_WhenItsParametersAreNestedTooDeeply_FailsSoThatATryCatchesIt(
        string call, int depth, string detail)
    {
        using var peer = new Peer("""{"done":true}""");
        await using var engine = new Engine(http: peer);

        var ended = await engine.RunAsync(Caught(call), Deep(depth));

        Assert.Equal(RunStatus.Completed, ended.Status);
        Assert.Contains($"\"type\":\"{StandardErrors.Validation}\",\"status\":400,", ended.Output);
        Assert.Contains(detail, ended.Output, StringComparison.Ordinal);
        Assert.Empty(peer.Bodies);
    }

    [Theory]
    [InlineData(A2a, 100)]
    [InlineData(Mcp, 63)]
    public async Task Call_WhenTheResultIsNestedDeeply_GivesItAsItIs(string call, int depth)
    {
        using var peer = new Peer(Deep(depth));
        await using var engine = new Engine(http: peer);

        Assert.Equal(Deep(depth), (await engine.RunAsync($"do:\n- it: {{ {call} }}", "{}")).Output);
    }

    [Fact]
    public async Task CallMcp_WhenTheResultIsNestedTooDeeply_FailsSoThatATryCatchesIt()
    {
        using var peer = new Peer(Deep(64));
        await using var engine = new Engine(http: peer);

        var ended = await engine.RunAsync(Caught(Mcp), "{}");

        Assert.Equal(RunStatus.Completed, ended.Status);
        Assert.Contains($"\"type\":\"{StandardErrors.Communication}\",\"status\":502,", ended.Output);
    }

    [Fact]
    public async Task CallA2a_WhenTheCardHoldsHalfACharacter_FailsSoThatATryCatchesIt()
    {
        using var peer = new Peer("1") { Card = """{"url":"\ud83d"}""" };
        await using var engine = new Engine(http: peer);

        var ended = await engine.RunAsync(Caught(
            "call: a2a, with: { method: tasks/list, parameters: {}, "
            + "agentCard: { endpoint: 'http://127.0.0.1:1/card.json' } }"));

        Assert.Equal(RunStatus.Completed, ended.Status);
        Assert.Contains($"\"type\":\"{StandardErrors.Communication}\",\"status\":502,", ended.Output);
    }

    private static string Caught(string call) =>
        $"do:\n- safe: {{ try: [ {{ it: {{ {call} }} }} ], catch: {{ do: [ {{ tell: {{ set: '${{ $error }}' }} }} ] }} "
        + "}";

    private static string Deep(int depth) =>
        string.Concat(Enumerable.Repeat("""{"a":""", depth)) + "1" + new string('}', depth);

    /// <summary>Answers every request with the same result, and keeps what it was asked.</summary>
    private sealed class Peer(string result) : HttpMessageHandler
    {
        public ConcurrentQueue<string> Bodies { get; } = new();

        /// <summary>Answers to GET.</summary>
        public string Card { get; init; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get)
            {
                return Json(Card);
            }

            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            using var message = JsonDocument.Parse(body.Length == 0 ? "{}" : body, new() { MaxDepth = 1_000 });
            if (!message.RootElement.TryGetProperty("id", out var id))
            {
                return new HttpResponseMessage(HttpStatusCode.Accepted);
            }

            var answer = result;
            if (message.RootElement.GetProperty("method").ValueEquals("initialize"))
            {
                answer = """
                    {"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"p","version":"1"}}
                    """;
            }
            else
            {
                Bodies.Enqueue(body);
            }

            return Json($$"""{"jsonrpc":"2.0","id":{{id.GetRawText()}},"result":{{answer}}}""");
        }

        private static HttpResponseMessage Json(string text) => new(HttpStatusCode.OK)
        {
            Content = new StringContent(text, Encoding.UTF8, "application/json"),
        };
    }
}
