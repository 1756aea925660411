using System.Net;
using System.Net.Http.Json;
using Workflow.Agents;
using Workflow.IntegrationTests.Bridge;
using Xunit;

namespace Workflow.IntegrationTests.AgentSdk;

/// <summary>What agents made with the SDK answer.</summary>
public sealed class AgentSdkTests
{
    private sealed record Ticket(string Subject);

    private sealed record Label(string Name, int SubjectLength);

    /// <summary>Answers go on line by line only where something is reported, however slow the machine is.</summary>
    private static readonly Action<AgentSettings> InOne = settings => settings.LinesAfter = TimeSpan.FromHours(1);

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _worked;

    [Fact]
    public async Task Call_WhenTheHandlerReturns_IsAnsweredWithItsOutput()
    {
        await using var agent = await SdkAgent.StartAsync(routes => routes.MapAgent<Ticket, Label>(
            "A", ticket => new Label("spam", ticket.Subject.Length), InOne));

        var answer = await agent.CallAsync(Guid.NewGuid(), new { subject = "hello" });

        Assert.Equal("""{"name":"spam","subject_length":5}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Call_WhenTheHandlerThrows_IsAProblem()
    {
        await using var agent = await SdkAgent.StartAsync(routes => routes.MapAgent<Ticket, Label>(
            "A", ticket => ticket.Subject == "known"
                ? throw new AgentException(409, "Taken.", "by somebody")
                : throw new InvalidOperationException("disk full"),
            InOne));

        var known = await agent.CallAsync(Guid.NewGuid(), new { subject = "known" });
        var unknown = await agent.CallAsync(Guid.NewGuid(), new { subject = "unknown" });
        var unfit = await agent.CallAsync(Guid.NewGuid(), new { subject = 7 });

        Assert.Equal((HttpStatusCode.Conflict, "by somebody"),
            (known.StatusCode, (await SdkAgent.ProblemAsync(known)).GetProperty("detail").GetString()));
        Assert.Equal((HttpStatusCode.InternalServerError, "InvalidOperationException: disk full"),
            (unknown.StatusCode, (await SdkAgent.ProblemAsync(unknown)).GetProperty("detail").GetString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unfit.StatusCode);
        Assert.Contains("$.subject", (await SdkAgent.ProblemAsync(unfit)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Task_WhenItComesAgainAtWorkAndAfterwards_IsWorkedOnOnce()
    {
        await using var agent = await SdkAgent.StartAsync(
            routes => routes.MapAgent<Ticket, int>("A", CountAsync, InOne));
        var task = Guid.NewGuid();

        var first = agent.CallAsync(task, new { subject = "x" });
        var second = agent.CallAsync(task, new { subject = "x" });
        _release.SetResult();
        string[] bodies =
        [
            await (await first).Content.ReadAsStringAsync(), await (await second).Content.ReadAsStringAsync(),
            await (await agent.CallAsync(task, new { subject = "x" })).Content.ReadAsStringAsync(),
        ];

        Assert.Equal(["1", "1", "1"], bodies);
        Assert.Equal("2", await (await agent.CallAsync(Guid.NewGuid(), new { subject = "x" })).Content
            .ReadAsStringAsync());
    }

    [Fact]
    public async Task Call_WhenTheHandlerReports_IsAnsweredLineByLine()
    {
        await using var agent = await SdkAgent.StartAsync(routes => routes.MapAgent<Ticket, string>(
            "A",
            async (_, context) =>
            {
                await context.CheckpointAsync(new { page = context.Checkpoint<int[]>()![0] + 1 });
                await context.ProgressAsync(0.5);
                await context.ReportAsync("note", "half");
                await _release.Task;
                return "done";
            }));

        var answer = await agent.CallAsync(Guid.NewGuid(), new { subject = "x" }, checkpoint: new[] { 2 });
        _release.SetResult();

        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        var lines = await SdkAgent.LinesAsync(answer);
        Assert.Contains("""{"checkpoint":{"page":3}}""", lines);
        Assert.Equal("""{"result":"done"}""", lines[^1]);
    }

    [Fact]
    public async Task Call_WhenItTakesLong_IsKeptAliveByItself()
    {
        await using var agent = await SdkAgent.StartAsync(routes => routes.MapAgent<Ticket, int>(
            "A", CountAsync,
            settings => (settings.LinesAfter, settings.Heartbeat) = (TimeSpan.Zero, TimeSpan.FromMilliseconds(1))));

        var answer = await agent.CallAsync(Guid.NewGuid(), new { subject = "x" });
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        for (var beats = 0; beats < 5; beats++)
        {
            Assert.Equal("""{"heartbeat":true}""", await reader.ReadLineAsync());
        }

        _release.SetResult();
        Assert.EndsWith("{\"result\":1}\n", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Task_WhenNobodyWaitsAnyMore_IsCancelled(bool isTold)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var agent = await SdkAgent.StartAsync(routes => routes.MapAgent<Ticket, int>(
            "A",
            async (_, context) =>
            {
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, context.Cancelled);
                return 1;
            },
            InOne));
        var task = Guid.NewGuid();

        var call = agent.CallAsync(
            task, new { subject = "x" }, isTold ? null : TimeProvider.System.GetUtcNow().AddMilliseconds(100));
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));
        if (isTold)
        {
            using var told = await agent.Http.PostAsJsonAsync("/agents/A/cancel", new { task_id = task });
            Assert.Equal("""{"known":true}""", await told.Content.ReadAsStringAsync());
        }

        Assert.Equal(HttpStatusCode.RequestTimeout, (await call.WaitAsync(TimeSpan.FromSeconds(60))).StatusCode);
    }

    [Fact]
    public async Task Task_WhenItIsAccepted_HoldsNoConnectionAndIsCalledBackUntilItIsTaken()
    {
        await using var platform = await TestAgent.StartAsync();
        await using var agent = await SdkAgent.StartAsync(routes => routes.MapAgent<Ticket, Label>(
            "A",
            async (_, context) =>
            {
                context.Accept(TimeSpan.FromMinutes(5));
                await _release.Task;
                return new Label("spam", 1);
            },
            InOne));
        var task = Guid.NewGuid();

        var accepted = await agent.CallAsync(task, new { subject = "x" }, callbackUrl: $"{platform.Url}/callback");
        var again = await agent.CallAsync(task, new { subject = "x" }, callbackUrl: $"{platform.Url}/callback");
        _release.SetResult();
        (await platform.NextAsync()).Reply("{}", status: 503);
        var callback = await platform.NextAsync();
        callback.Reply("{}");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (accepted.StatusCode, again.StatusCode));
        Assert.Equal("""{"lifetime_seconds":300}""", await accepted.Content.ReadAsStringAsync());
        Assert.Equal("""{"name":"spam","subject_length":1}""", callback.Body.GetRawText());
    }

    [Fact]
    public async Task Task_WhenItIsAcceptedWithoutACallbackUrl_FailsAndNamesTheSettings()
    {
        await using var agent = await SdkAgent.StartAsync(routes => routes.MapAgent<Ticket, int>(
            "A",
            (_, context) =>
            {
                context.Accept();
                return Task.FromResult(1);
            }));

        var answer = await agent.CallAsync(Guid.NewGuid(), new { subject = "x" });

        Assert.Contains("WORKFLOW_CALLBACK_URL", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<int> CountAsync(Ticket ticket, AgentContext context)
    {
        await _release.Task;
        return Interlocked.Increment(ref _worked);
    }
}
