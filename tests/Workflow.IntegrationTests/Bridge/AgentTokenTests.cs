using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Bridge;

/// <summary>Agents that take OAuth2 tokens: when a bridge fetches one, and what becomes of calls without.</summary>
[Collection(OwnerCollection.Name)]
public sealed class AgentTokenTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Value = "s3cr3t/of the+client";

    private BridgeWorld _world = null!;
    private TestTokens _tokens = null!;

    private AgentAuth Auth => new(AgentAuthType.OAuth2, "client")
    {
        TokenEndpoint = _tokens.Url,
        ClientId = "bridge:1",
        Scope = "read write",
    };

    public async Task InitializeAsync()
    {
        _tokens = await TestTokens.StartAsync();
        _world = await BridgeWorld.CreateAsync(postgres);
        _world.Variables["WORKFLOW_SECRET_CLIENT"] = Value;
        _world.Options = _world.Options with
        {
            Heartbeat = TimeSpan.FromMilliseconds(50), TokenTimeout = TimeSpan.FromMinutes(5),
        };
    }

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        await _tokens.DisposeAsync();
    }

    [Fact]
    public async Task Token_WhenManyCallsWaitAndMoreCome_IsFetchedOnce()
    {
        var gate = new TaskCompletionSource();
        _tokens.Gate = gate.Task;
        _world.StartBridge();
        var tasks = new List<AgentTask>();
        for (var i = 0; i < 20; i++)
        {
            tasks.Add(await SendAsync());
        }

        await _tokens.Asked;
        await _world.Seen.Until(seen => BridgeWorld.Read(seen).TaskIds?.Count == tasks.Count);
        gate.SetResult();
        var given = await AnswerAsync(tasks.Count);
        await SendAsync();
        given.AddRange(await AnswerAsync(1));

        Assert.Equal(["Bearer token-1"], given.Distinct());
        Assert.Equal(
            ["bridge%3A1:s3cr3t%2Fof+the%2Bclient grant_type=client_credentials&scope=read write"], _tokens.Requests);
    }

    [Fact]
    public async Task Token_WhenTheAgentRefusesIt_IsFetchedAnewOnce()
    {
        _world.StartBridge();
        var task = await SendAsync();

        var first = await _world.Agent.NextAsync();
        first.Reply("{}", status: 401);
        var second = await _world.Agent.NextAsync();
        second.Reply("7");
        var (result, _) = await _world.ResultAsync(task.TaskId);
        await SendAsync();
        var later = await AnswerAsync(1);

        Assert.Equal(("Bearer token-1", "Bearer token-2"), (first.Authorization, second.Authorization));
        Assert.Equal(first.TaskId, second.TaskId);
        Assert.Equal("7", result.Output.ToString());
        Assert.Equal(["Bearer token-2"], later);
        Assert.Equal(2, _tokens.Requests.Count);
    }

    [Fact]
    public async Task Token_WhenTheAgentRefusesTheNextOneToo_FailsTheAttemptWithItsAnswer()
    {
        _world.StartBridge();
        var task = await SendAsync();

        (await _world.Agent.NextAsync()).Reply("{}", status: 401);
        (await _world.Agent.NextAsync()).Reply("""{"title":"No","detail":"not token-2"}""", status: 401);
        var (result, _) = await _world.ResultAsync(task.TaskId);

        Assert.Equal(new AgentError(StandardErrors.Communication, 401, "No", "not [secret]"), result.Error);
        Assert.Equal((2, 2), (_world.Agent.Count, _tokens.Requests.Count));
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client","error_description":"no s3cr3t/of the+client"}""",
        StandardErrors.Authentication, 401, "answered 401 (invalid_client: no [secret])")]
    [InlineData(503, "busy", StandardErrors.Communication, 502, "answered 503.")]
    [InlineData(200, """{"token":1}""", StandardErrors.Communication, 502, "access_token")]
    [InlineData(200, """{"access_token":"a b"}""", StandardErrors.Communication, 502, "no usable bearer token")]
    [InlineData(200, """{"access_token":"a","token_type":"mac"}""", StandardErrors.Communication, 502, "no usable")]
    public async Task Token_WhenItCannotBeFetched_FailsTheAttemptAndIsTriedAgainByTheNext(
        int answered, string json, string type, int status, string detail)
    {
        _tokens.Refusal = (answered, json);
        _world.StartBridge();
        var (result, _) = await _world.ResultAsync((await SendAsync()).TaskId);
        _tokens.Refusal = null;
        await SendAsync();
        var later = await AnswerAsync(1);

        Assert.Equal((type, status), (result.Error!.Type, result.Error.Status));
        Assert.Contains($"Agent 'ClassifierAgent': the token endpoint {_tokens.Url}", result.Error.Detail);
        Assert.Contains(detail, result.Error.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, result.Error.Detail, StringComparison.Ordinal);
        Assert.Equal(["Bearer token-2"], later);
    }

    [Fact]
    public async Task Token_WhenNobodyListensAtTheEndpoint_FailsTheAttempt()
    {
        _world.StartBridge();
        var task = await _world.NewTaskAsync() with
        {
            Auth = Auth with { TokenEndpoint = "http://127.0.0.1:1/token" },
        };
        await _world.SendAsync(task);
        var (result, _) = await _world.ResultAsync(task.TaskId);

        Assert.Equal((StandardErrors.Communication, 503), (result.Error!.Type, result.Error.Status));
        Assert.Contains("http://127.0.0.1:1/token cannot be reached", result.Error.Detail);
    }

    [Fact]
    public async Task Token_WhenTheEndpointIsSilent_FailsTheAttempt()
    {
        var gate = new TaskCompletionSource();
        _tokens.Gate = gate.Task;
        _world.Options = _world.Options with { TokenTimeout = TimeSpan.FromMilliseconds(100) };
        _world.StartBridge();
        var (result, _) = await _world.ResultAsync((await SendAsync()).TaskId);
        gate.SetResult();

        Assert.Equal((StandardErrors.Communication, 504), (result.Error!.Type, result.Error.Status));
        Assert.Contains("WORKFLOW_BRIDGE_TOKEN_TIMEOUT_MS", result.Error.Detail);
    }

    private async Task<AgentTask> SendAsync()
    {
        var task = await _world.NewTaskAsync() with { Auth = Auth };
        await _world.SendAsync(task);
        return task;
    }

    /// <summary>Answers so many calls.</summary>
    /// <returns>How each of them was authorised.</returns>
    private async Task<List<string?>> AnswerAsync(int calls)
    {
        var given = new List<string?>();
        for (var i = 0; i < calls; i++)
        {
            var call = await _world.Agent.NextAsync();
            given.Add(call.Authorization);
            call.Reply("{}");
        }

        return given;
    }
}
