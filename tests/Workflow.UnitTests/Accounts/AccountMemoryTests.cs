using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Accounts.Setup;
using Workflow.UnitTests.Execution;
using Xunit;

namespace Workflow.UnitTests.Accounts;

public sealed class AccountMemoryTests
{
    private static readonly Digest Credential = Digest.Of("token");

    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(60, 90)] // expiry and leeway
    [InlineData(3_600, 300)] // memory
    public void Token_WhenRemembered_IsKnownUntilItEndsOrIsOld(int expires, int known)
    {
        using var memory = new AccountMemory(new AccountOptions(), _clock);
        memory.Add(Credential, new Account("alice", Scopes.User, ValidUntil: _clock.GetUtcNow().AddSeconds(expires)));
        _clock.Advance(TimeSpan.FromSeconds(known - 1));
        Assert.Equal("alice", memory.Find(Credential)?.OwnerId);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(memory.Find(Credential));
        Assert.Null(memory.Find(Digest.Of("another")));
    }

    [Theory]
    [InlineData(120, 120)]
    [InlineData(3_600, 300)]
    [InlineData(null, 300)]
    public void Key_WhenRemembered_IsKnownForItsOwnTime(int? expires, int known)
    {
        // The cache below also goes by the real clock: that must not be over first.
        using var memory = new AccountMemory(new AccountOptions { KeyMemory = TimeSpan.FromMinutes(5) }, _clock);
        DateTimeOffset? end = expires is { } seconds ? _clock.GetUtcNow().AddSeconds(seconds) : null;
        memory.Add(Credential, new Account("alice", Scopes.User, Guid.NewGuid(), end));
        _clock.Advance(TimeSpan.FromSeconds(known) - TimeSpan.FromTicks(1));
        Assert.NotNull(memory.Find(Credential));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(memory.Find(Credential));
    }

    [Fact]
    public void Memory_WhenFull_Forgets()
    {
        using var memory = new AccountMemory(new AccountOptions { TokensRemembered = 10 }, _clock);
        for (var i = 0; i < 1_000; i++)
        {
            memory.Add(Digest.Of($"token {i}"), Account.Local);
        }

        Assert.InRange(
            Enumerable.Range(0, 1_000).Count(i => memory.Find(Digest.Of($"token {i}")) is not null), 1, 10);
    }
}
