using System.Net;
using System.Text;
using ModelContextProtocol;
using Workflow.Cli.Http;
using Workflow.Cli.Mcp;
using Workflow.UnitTests.Execution;
using Xunit;

namespace Workflow.UnitTests.Cli.Mcp;

public sealed class RunWatchTests
{
    private static readonly Guid Run = Guid.Parse("01a1f901-e482-79a8-bccc-a4bef79a0bfc");

    [Fact]
    public async Task Watch_WhenTheRunGoesOn_TellsEachChangeAndASignOfLife()
    {
        var (clock, told) = (new ManualClock(), new Told());
        var watch = Watch(clock, path => path.Contains("/progress", StringComparison.Ordinal)
            ? Progress(told.Messages.Count == 0 ? "pending" : "running")
            : throw new InvalidOperationException(path));

        var waiting = watch.UntilEndedAsync(Run, TimeSpan.FromSeconds(12), told, default);
        var result = await DriveAsync(clock, waiting);

        Assert.False(result.HasEnded);
        Assert.Equal(("running", 0.25), (result.Status, result.Progress));
        Assert.Equal("pending, 25%: Executing it", told.Messages[0]);
        Assert.Equal(["running, 25%: Executing it"], told.Messages.Skip(1).Distinct());
        Assert.Equal([0, 0.5f, 5.5f, 10.5f], told.Seconds);
    }

    [Fact]
    public async Task Watch_WhenTheApiIsAwayForAWhile_WaitsForIt()
    {
        var (clock, told, calls) = (new ManualClock(), new Told(), 0);
        var watch = Watch(clock, path => ++calls < 5 ? throw new HttpRequestException("refused")
            : path.EndsWith("/progress", StringComparison.Ordinal) ? Progress("completed")
            : $$"""
                {"execution_id": "{{Run}}", "target_name": "it", "status": "completed",
                 "created_at": "2026-05-04T12:00:00Z", "outputs": {"done": true} }
                """);

        var result = await DriveAsync(clock, watch.UntilEndedAsync(Run, TimeSpan.FromSeconds(60), told, default));

        Assert.True(result.HasEnded);
        Assert.Equal("""{"done": true}""", result.Output?.GetRawText());
    }

    [Fact]
    public async Task Watch_WhenTheApiStaysAway_SaysSoInTheEnd()
    {
        var clock = new ManualClock();
        var watch = Watch(clock, _ => throw new HttpRequestException("refused"));

        var refusal = await Assert.ThrowsAsync<UnreachableException>(() => DriveAsync(
            clock, watch.UntilEndedAsync(Run, TimeSpan.FromSeconds(2), new Told(), default)));

        Assert.StartsWith("http://api/ cannot be reached", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Moves the clock whenever the watch sleeps, until it has ended.</summary>
    private static async Task<WatchResult> DriveAsync(ManualClock clock, Task<WatchResult> watching)
    {
        while (!watching.IsCompleted)
        {
            if (clock.NextDue is { } due)
            {
                clock.Advance(due - clock.GetUtcNow());
            }

            await Task.Yield();
        }

        return await watching;
    }

    private static RunWatch Watch(TimeProvider clock, Func<string, string> answer) =>
        new(new ApiClient(new HttpClient(new Answers(answer)) { BaseAddress = new Uri("http://api") }), clock);

    private static string Progress(string status) =>
        $$"""{"execution_id": "{{Run}}", "status": "{{status}}", "progress": 0.25, "current_step": "Executing it"}""";

    private sealed class Answers(Func<string, string> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            var body = new StringContent(answer(request.RequestUri!.AbsolutePath), Encoding.UTF8, "application/json");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = body });
        }
    }

    private sealed class Told : IProgress<ProgressNotificationValue>
    {
        public List<string> Messages { get; } = [];

        public List<float> Seconds { get; } = [];

        public void Report(ProgressNotificationValue value)
        {
            Messages.Add(value.Message!);
            Seconds.Add(value.Progress);
        }
    }
}
