using System.Reflection;
using System.Text.RegularExpressions;
using Workflow.Database.Bridge;
using Workflow.Database.Ownership;
using Workflow.Database.Recovery;
using Workflow.Database.Transitions;
using Xunit;

namespace Workflow.UnitTests.Simulation;

/// <summary>The statements that the simulation has in its own words (docs/ownership-model.md): what it takes from them
/// must stay in them.</summary>
public sealed partial class MirrorTests
{
    private const string Claim = "s.shard = c.shard and s.epoch = c.epoch and s.token = c.token";

    private const string Guard =
        "r.status = c.from_status and r.revision - r.outside_revisions = c.from_revision and r.shard = c.shard";

    // FlushRuns
    [Theory]
    [InlineData(typeof(ShardFence), "Sql", $"on {Claim}")]
    [InlineData(typeof(ShardFence), "Sql", "order by s.shard for share of s")]
    [InlineData(typeof(FlushSql), "Full", $"join shards s on {Claim} where {Guard}")]
    [InlineData(typeof(FlushSql), "Plain", $"join shards s on {Claim} where {Guard}")]
    [InlineData(typeof(FlushSql), "Full", "order by r.run_id for no key update of r")]
    [InlineData(typeof(FlushSql), "Plain", "order by r.run_id for no key update of r")]
    [InlineData(typeof(FlushSql), "One", $"join shards s on {Claim} for share of s")]
    [InlineData(typeof(FlushSql), "OneEnd", $"join shards s on {Claim} for share of s")]
    [InlineData(typeof(FlushSql), "One", $"where r.run_id = c.run_id and {Guard}")]
    [InlineData(typeof(FlushSql), "OneEnd", $"where r.run_id = c.run_id and {Guard}")]
    [InlineData(typeof(FlushSql), "Full", "join written w on w.run_id = x.run_id on conflict")]
    [InlineData(typeof(FlushSql), "One", "where e.status in ('PENDING', 'RUNNING')")]
    public void Flush_WhenItIsWritten_LocksAndChecks(Type type, string name, string part) =>
        Assert.Contains(part, SqlOf(type, name), StringComparison.Ordinal);

    // TakeShard, Stores
    [Theory]
    [InlineData("Take", "set epoch = s.epoch + 1, token = excluded.token, owner = excluded.owner")]
    [InlineData("Release", "set owner = null, token = gen_random_uuid()")]
    [InlineData("Release", "shards.shard = c.shard and shards.epoch = c.epoch and shards.token = c.token")]
    [InlineData("Look", $"on {Claim}")]
    public void Shards_WhenTheyAreTakenAndLookedAt_AreKnownByEpochAndToken(string name, string part) =>
        Assert.Contains(part, SqlOf(typeof(ShardTable), name), StringComparison.Ordinal);

    // CarryOn, Look
    [Theory]
    [InlineData("Unparked", "r.status = 'RUNNING' and r.wake_at is null")]
    [InlineData("Unparked", "r.status = 'RUNNING' and r.wake_at <= now()")]
    [InlineData("Due", "r.status = 'RUNNING' and r.wake_at <= now() and r.paused_at is null")]
    [InlineData("Orphans", "r.status = 'RUNNING' and r.wake_at is null")]
    [InlineData("Ended", "r.status in ('COMPLETED', 'FAILED', 'CANCELLED')")]
    [InlineData("WithUnreadInbox", "i.read_at is null")]
    [InlineData("Unseen", "r.status = 'PENDING' and r.wake_at is null")]
    public void Looks_WhenTheyAsk_SeeWhatTheModelSees(string name, string part) =>
        Assert.Contains(part, SqlOf(typeof(OpenRuns), name), StringComparison.Ordinal);

    // ModelDatabase, ModelAgents
    [Theory]
    [InlineData(typeof(CancelRun), "Run", "r.status in ('PENDING', 'RUNNING') order by r.run_id for no key update")]
    [InlineData(typeof(CancelRun), "Run", "s.status in ('PENDING', 'RUNNING')")]
    [InlineData(typeof(AcceptForeignRun), "Insert", "on conflict (run_id) do nothing")]
    [InlineData(typeof(RunInbox), "Add", "s.task_id::text = x.unique_key and s.status = 'RUNNING'")]
    [InlineData(
        typeof(TaskLookup), "Sql", "s.status = 'RUNNING' and r.status not in ('COMPLETED', 'FAILED', 'CANCELLED')")]
    public void Others_WhenTheyWrite_GuardTheirRows(Type type, string name, string part) =>
        Assert.Contains(part, SqlOf(type, name), StringComparison.Ordinal);

    private static string SqlOf(Type type, string name)
    {
        var field = type.GetField(name, BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static);
        Assert.NotNull(field);
        return Space().Replace((string)field.GetValue(null)!, " ");
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
