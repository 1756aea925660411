using Workflow.Bridge.Calls;
using Xunit;

namespace Workflow.UnitTests.Bridge;

public sealed class CallTableTests
{
    private readonly CallTable _calls = new();
    private readonly Workflow.Bridge.Intake.OpenWork _work = TestReceipts.Work();

    [Fact]
    public void TryOpen_WhenTheTaskIsOpen_JoinsItAndIsFinishedWithIt()
    {
        var task = TestReceipts.Task();
        var call = _calls.TryOpen(TestReceipts.Arrive(task, _work))!;

        Assert.Null(_calls.TryOpen(TestReceipts.Arrive(task, _work)));
        Assert.Equal((1, 2), (_calls.Count, _work.Tasks));
        _calls.Close(call, done: true);
        Assert.Equal((0, 0), (_calls.Count, _work.Tasks));
    }

    [Fact]
    public void TryOpen_WhenTheTaskWasClosed_OpensItAnew()
    {
        var task = TestReceipts.Task();
        _calls.Close(_calls.TryOpen(TestReceipts.Arrive(task, _work))!, done: true);

        Assert.NotNull(_calls.TryOpen(TestReceipts.Arrive(task, _work)));
    }

    [Fact]
    public void AbortRun_WhenTheRunHasCalls_BreaksOffThoseAlone()
    {
        var run = Guid.NewGuid();
        var first = _calls.TryOpen(TestReceipts.Arrive(TestReceipts.Task(run), _work))!;
        var second = _calls.TryOpen(TestReceipts.Arrive(TestReceipts.Task(run), _work))!;
        var other = _calls.TryOpen(TestReceipts.Arrive(TestReceipts.Task(), _work))!;

        Assert.Equal(2, _calls.AbortRun(run));
        Assert.Equal(
            [AbortReason.Ended, AbortReason.Ended, AbortReason.None],
            new[] { first, second, other }.Select(call => call.Reason));
        Assert.Equal((2, 0), (_calls.Runs, _calls.AbortRun(Guid.NewGuid())));
    }

    [Fact]
    public void Abort_WhenBrokenOffTwice_KeepsTheFirstReason()
    {
        var call = _calls.TryOpen(TestReceipts.Arrive(TestReceipts.Task(), _work))!;

        call.Abort(AbortReason.Stopping);
        call.Abort(AbortReason.Ended);

        Assert.Equal(AbortReason.Stopping, call.Reason);
        Assert.True(call.Token.IsCancellationRequested);
    }

    [Fact]
    public void IsElsewhere_WhenEveryPartitionOfItWasGivenUp_IsTrue()
    {
        var task = TestReceipts.Task();
        var (gone, kept) = (TestReceipts.Assignment(), TestReceipts.Assignment());
        var call = _calls.TryOpen(TestReceipts.Arrive(task, _work, gone))!;
        gone.End();

        Assert.True(_calls.IsElsewhere(call));
        _calls.TryOpen(TestReceipts.Arrive(task, _work, kept));
        Assert.False(_calls.IsElsewhere(call));
    }

    [Fact]
    public void WhenEmpty_WhenTheLastCallCloses_Ends()
    {
        var call = _calls.TryOpen(TestReceipts.Arrive(TestReceipts.Task(), _work))!;
        var empty = _calls.WhenEmpty();

        Assert.False(empty.IsCompleted);
        _calls.Close(call, done: false);
        Assert.True(empty.IsCompleted);
        Assert.Equal(0, _work.Tasks);
    }
}
