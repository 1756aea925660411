using System.Net;
using System.Text;
using Workflow.Execution.Simulation;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>A run that stops waiting while it is being parked.</summary>
public sealed class ParkingTests
{
    [Fact]
    public async Task R5_Park_WhenTheRunMakesACallMeanwhile_LeavesItInMemoryAndTheCallAlone()
    {
        var peer = new SlowPeer();
        await using var engine = new Engine(http: peer);
        var (executor, exit) = engine.Start("""
            do:
            - paid: { listen: { to: { one: { with: { type: paid } } } } }
            - book: { call: http, with: { method: post, endpoint: 'http://127.0.0.1:1/' } }
            """);
        await Until.TrueAsync(() => executor.IsWaiting);
        engine.Clock.Advance(engine.Options.ParkAfter);
        using var hasBegun = new ManualResetEventSlim();
        engine.Store.Before = _ =>
        {
            hasBegun.Wait();
            return null;
        };
        var thread = new SimulatedThread();
        var parking = thread.Begin(() => executor.TryParkAsync(engine.Clock.GetUtcNow()));
        thread.RunDry(() => false);
        hasBegun.Set();

        executor.Deliver(new ArrivedSignal(
            "signal:1", 1, engine.Clock.GetUtcNow(),
            RawJson.FromText("""{"id":"1","type":"paid","source":"/test","data":1}""")));
        await peer.Called.WaitAsync(TimeSpan.FromSeconds(60));
        await engine.Slots.TakeAllAsync(CancellationToken.None);
        engine.Slots.ReleaseAll();
        thread.RunDry(() => false);
        await parking.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.False(exit.IsCompleted);
        peer.Answer();
        Assert.Equal("""{"booked":true}""", (await engine.EndAsync(exit)).Output);
        Assert.Equal(1, peer.Calls);
    }

    /// <summary>Answers when it is told to.</summary>
    private sealed class SlowPeer : HttpMessageHandler
    {
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _calls;

        public Task Called => _called.Task;

        public int Calls => _calls;

        public void Answer() => _answers.SetResult();

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            _called.TrySetResult();
            await _answers.Task.WaitAsync(cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent("""{"booked":true}""", Encoding.UTF8, "application/json"),
            };
        }
    }
}
