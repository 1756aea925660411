using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Workflow.Execution.Runs;
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
        var turns = new Turns();
        var parking = turns.Begin(() => executor.TryParkAsync(engine.Clock.GetUtcNow()));
        turns.Next();
        hasBegun.Set();

        executor.Deliver(new ArrivedSignal(
            "signal:1", 1, engine.Clock.GetUtcNow(),
            RawJson.FromText("""{"id":"1","type":"paid","source":"/test","data":1}""")));
        await peer.Called;
        await engine.Slots.TakeAllAsync(CancellationToken.None);
        engine.Slots.ReleaseAll();
        turns.Next();
        await parking;

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

    /// <summary>Work that goes on only when a test gives it its next turn.</summary>
    private sealed class Turns : TaskScheduler
    {
        private readonly BlockingCollection<Task> _ready = [];

        public Task Begin(Func<Task> work) => Task.Factory.StartNew(
            work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

        /// <summary>Waits until there is something to do, and does it.</summary>
        public void Next()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var task = _ready.Take(patience.Token);

            // The caller's context would take what follows on an await to other threads.
            var outer = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            TryExecuteTask(task);
            SynchronizationContext.SetSynchronizationContext(outer);
        }

        protected override void QueueTask(Task task) => _ready.Add(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => _ready;
    }
}
