using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Kafka;

public sealed class ShardingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 30, 15, 250, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1_000)]
    public void NewId_ForAnyShard_IsOfThatShardAndOfItsMoment(int shards)
    {
        for (var shard = 0; shard < shards; shard++)
        {
            var id = Sharding.NewId(Now, shard, shards);

            Assert.Equal(shard, Sharding.ShardOf(id, shards));
            Assert.Equal(7, id.Version);
            Assert.Equal(Now.ToUnixTimeMilliseconds(), Convert.ToInt64(id.ToString("N")[..12], 16));
        }
    }

    [Fact]
    public void NewId_ForOneShard_IsNeverTheSame()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => Sharding.NewId(Now, 3, 16)).ToList();

        Assert.Equal(10_000, ids.Distinct().Count());
        Assert.InRange(ids.Select(id => id.ToString()[^4..]).Distinct().Count(), 1_000, 10_000);
    }

    [Fact]
    public void NewId_WithMoreShardsThanIdsToTry_IsOneAllTheSame()
    {
        const int shards = 1_000_000_000;

        Assert.Equal(7, Sharding.NewId(Now, shards - 1, shards).Version);
    }
}
