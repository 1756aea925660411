using System.Text;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Bridge;

/// <summary>How a bridge logs in at agents whose secret is a variable or a file.</summary>
[Collection(OwnerCollection.Name)]
public sealed class AgentLoginTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Value = "s3cr3t-of-the-crm";

    private BridgeWorld _world = null!;
    private IAsyncDisposable? _bridge;

    public async Task InitializeAsync()
    {
        _world = await BridgeWorld.CreateAsync(postgres);
        _world.Variables["WORKFLOW_SECRET_CRM_KEY"] = Value;
    }

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task Auth_WhenItIsBearer_IsTheAuthorization()
    {
        var call = await CallAsync(new AgentAuth(AgentAuthType.Bearer, "crm-key"));

        Assert.Equal($"Bearer {Value}", call.Authorization);
    }

    [Fact]
    public async Task Auth_WhenItIsBasic_IsNameAndPassword()
    {
        var call = await CallAsync(new AgentAuth(AgentAuthType.Basic, "crm-key") { Username = "jörg" });

        Assert.Equal(
            $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"jörg:{Value}"))}", call.Authorization);
    }

    [Fact]
    public async Task Auth_WhenItIsAHeader_IsThatHeaderAlone()
    {
        var call = await CallAsync(new AgentAuth(AgentAuthType.Header, "crm-key") { Header = "X-Api-Key" });

        Assert.Equal((Value, null), (call.Headers["X-Api-Key"], call.Authorization));
    }

    [Fact]
    public async Task Secret_WhenItsFileChanges_IsReadAnewByTheNextCall()
    {
        using var folder = new SecretFolder();
        _world.Variables["WORKFLOW_SECRETS_DIR"] = folder.Path;
        var auth = new AgentAuth(AgentAuthType.Bearer, "from-file");

        folder.Write("from-file", "first-value\n");
        var before = await CallAsync(auth);
        folder.Write("from-file", "second-value\r\n");
        var after = await CallAsync(auth);

        Assert.Equal(("Bearer first-value", "Bearer second-value"), (before.Authorization, after.Authorization));
    }

    [Fact]
    public async Task Secret_WhenThereIsNone_FailsTheAttemptNamingVariableAndFile()
    {
        using var folder = new SecretFolder();
        _world.Variables["WORKFLOW_SECRETS_DIR"] = folder.Path;

        var error = await FailAsync(new AgentAuth(AgentAuthType.Bearer, "gone-key"));

        Assert.Equal((StandardErrors.Configuration, 400), (error.Type, error.Status));
        Assert.Contains("WORKFLOW_SECRET_GONE_KEY", error.Detail, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(folder.Path, "gone-key"), error.Detail, StringComparison.Ordinal);
        Assert.Contains("ClassifierAgent", error.Detail, StringComparison.Ordinal);
        Assert.Equal(0, _world.Agent.Count);
    }

    [Theory]
    [InlineData("../../etc/passwd", "name has 1 to 63 letters")]
    [InlineData("broken", "line break")]
    public async Task Secret_WhenItCannotBeUsed_FailsTheAttemptWithoutShowingIt(string name, string detail)
    {
        _world.Variables["WORKFLOW_SECRET_BROKEN"] = "two\nlines";

        var error = await FailAsync(new AgentAuth(AgentAuthType.Bearer, name));

        Assert.Contains(detail, error.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("two", error.Detail, StringComparison.Ordinal);
        Assert.Equal(0, _world.Agent.Count);
    }

    [Theory]
    [InlineData("kerberos")]
    [InlineData("header")]
    public async Task Auth_WhenTheBridgeDoesNotKnowIt_FailsTheAttempt(string type)
    {
        var error = await FailAsync(new AgentAuth(type, "crm-key"));

        Assert.Contains("does not know how to log in", error.Detail, StringComparison.Ordinal);
        Assert.Equal(0, _world.Agent.Count);
    }

    [Theory]
    [InlineData("""{"title":"Who is {0}?","detail":"{0} is unknown"}""", 403)]
    [InlineData("no JSON, but {0}", 500)]
    [InlineData("""{"you_sent":["Bearer {0}",{"{0}":1}]}""", 200)]
    [InlineData("""{"you_sent":"\u0073{1}"}""", 200)]
    public async Task Answer_WhenItRepeatsTheSecret_IsKeptWithoutIt(string body, int status)
    {
        _world.StartBridge();
        var task = await _world.NewTaskAsync() with { Auth = new AgentAuth(AgentAuthType.Bearer, "crm-key") };

        await _world.SendAsync(task);
        (await _world.Agent.NextAsync()).Reply(
            body.Replace("{0}", Value, StringComparison.Ordinal)
                .Replace("{1}", Value[1..], StringComparison.Ordinal), status);
        var (result, _) = await _world.ResultAsync(task.TaskId);

        var kept = Encoding.UTF8.GetString(MessageCodec.Encode(result));
        Assert.DoesNotContain(Value[1..], kept, StringComparison.Ordinal);
        Assert.Contains("[secret]", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checkpoint_WhenItRepeatsTheSecret_IsKeptWithoutIt()
    {
        _world.StartBridge();
        var task = await _world.NewTaskAsync() with { Auth = new AgentAuth(AgentAuthType.Bearer, "crm-key") };

        await _world.SendAsync(task);
        (await _world.Agent.NextAsync()).ReplyLines(
            $"{{\"checkpoint\":\"{Value}\"}}\n{{\"error\":{{\"detail\":\"{Value}\"}}}}\n");
        var (checkpoint, _) = await _world.ResultAsync(task.TaskId);
        var (result, _) = await _world.ResultAsync(task.TaskId);

        Assert.Equal("\"[secret]\" [secret]", $"{checkpoint.Output} {result.Error!.Detail}");
    }

    /// <summary>Sends a task with that auth and gives the call that the agent got.</summary>
    private async Task<AgentCall> CallAsync(AgentAuth auth)
    {
        _bridge ??= _world.StartBridge();
        var task = await _world.NewTaskAsync() with { Auth = auth };
        await _world.SendAsync(task);
        var call = await _world.Agent.NextAsync();
        call.Reply("{}");
        await _world.ResultAsync(task.TaskId);
        return call;
    }

    private async Task<AgentError> FailAsync(AgentAuth auth)
    {
        _world.StartBridge();
        var task = await _world.NewTaskAsync() with { Auth = auth };
        await _world.SendAsync(task);
        var (result, _) = await _world.ResultAsync(task.TaskId);
        return result.Error!;
    }

    private sealed class SecretFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("workflow-secrets-").FullName;

        public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
