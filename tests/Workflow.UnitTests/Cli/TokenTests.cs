using System.Text;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Tokens;
using Workflow.Cli.Token;
using Workflow.UnitTests.Execution;
using Xunit;

namespace Workflow.UnitTests.Cli;

public sealed class TokenTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes(new string('s', 32));

    [Theory]
    [InlineData("user", null, Scopes.User)]
    [InlineData("admin", null, Scopes.All)]
    [InlineData("admin", "runs:read admin", Scopes.RunsRead | Scopes.Admin)]
    public async Task Token_WhenMadeHere_IsTakenByTheApi(string role, string? scope, Scopes allowed)
    {
        var clock = new ManualClock();
        var token = SignedToken.Of(
            new TokenContent("alice", role, scope, null, null), clock.GetUtcNow(), TimeSpan.FromHours(1), Secret);
        var rules = new TokenRules(
            TokenAlgorithm.All, null, [], ["role", "roles"], "scope", TimeSpan.Zero, token.Length);
        var verifier = new TokenVerifier(rules, [new SecretKey(Secret)], null, clock);

        var account = Assert.IsType<CheckOutcome.Accepted>(
            await verifier.CheckAsync(token, CancellationToken.None)).Account;
        Assert.Equal("alice", account.OwnerId);
        Assert.Equal(allowed, account.Scopes);

        clock.Advance(TimeSpan.FromHours(1));
        Assert.IsType<CheckOutcome.Refused>(await verifier.CheckAsync(token, CancellationToken.None));
    }
}
