using Workflow.Bench.Limits;
using Xunit;

namespace Workflow.UnitTests.Bench;

public sealed class GroupCommitTests
{
    [Fact]
    public async Task AddAsync_WhenAWriteIsUnderWay_WritesTheRestTogether()
    {
        var batches = new List<int>();
        var began = new TaskCompletionSource();
        var first = new TaskCompletionSource();
        await using var commit = new GroupCommit<int>(3, async items =>
        {
            batches.Add(items.Count);
            began.TrySetResult();
            await first.Task;
        });
        var one = commit.AddAsync(0);
        await began.Task;
        var others = Enumerable.Range(1, 4).Select(commit.AddAsync).ToList();
        first.SetResult();
        await Task.WhenAll([one, .. others]);
        Assert.Equal([1, 3, 1], batches);
    }

    [Fact]
    public async Task AddAsync_WhenTheWriteFails_SaysSoAndGoesOn()
    {
        await using var commit = new GroupCommit<int>(
            1, items => items[0] == 1 ? throw new IOException("gone") : Task.CompletedTask);
        await Assert.ThrowsAsync<IOException>(() => commit.AddAsync(1));
        await commit.AddAsync(2);
    }
}
