using System.Text;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Tokens;
using Xunit;

namespace Workflow.UnitTests.Accounts;

public sealed class TokenClaimsTests
{
    [Theory]
    [InlineData("""{"role":"admin"}""", true)]
    [InlineData("""{"role":["user","admin"]}""", true)]
    [InlineData("""{"roles":["admin"]}""", true)]
    [InlineData("""{"role":"user","roles":["admin"]}""", false)]
    [InlineData("""{"role":"Admin"}""", false)]
    [InlineData("""{"role":{"admin":true}}""", false)]
    [InlineData("""{"is_admin":true}""", false)]
    [InlineData("""{}""", false)]
    public void Role_WhenTheClaimSaysIt_IsAdmin(string claims, bool isAdmin) =>
        Assert.Equal(isAdmin, Read(claims).IsAdmin);

    [Theory]
    [InlineData("realm_access.roles", """{"realm_access":{"roles":["offline_access","admin"]}}""")]
    [InlineData("https://example.com/role", """{"https://example.com/role":"admin"}""")]
    public void Role_WhenTheClaimIsConfigured_IsFoundThere(string name, string claims)
    {
        Assert.True(Read(claims, Signing.Rules with { RoleClaims = [name] }).IsAdmin);
        Assert.False(Read("""{"role":"admin"}""", Signing.Rules with { RoleClaims = [name] }).IsAdmin);
    }

    [Theory]
    [InlineData("""{"scope":"runs:read agents:write"}""", Scopes.RunsRead | Scopes.AgentsWrite)]
    [InlineData("""{"scope":["runs:read"]}""", Scopes.RunsRead)]
    [InlineData("""{"scope":"openid profile"}""", Scopes.None)]
    [InlineData("""{"scope":""}""", Scopes.None)]
    [InlineData("""{"scope":"admin runs:read"}""", Scopes.RunsRead)]
    [InlineData("""{"scope":"admin runs:read","role":"admin"}""", Scopes.RunsRead | Scopes.Admin)]
    [InlineData("""{"scope":"runs:read","role":"admin"}""", Scopes.RunsRead)]
    [InlineData("""{}""", Scopes.User)]
    public void Scope_WhenTheClaimIsThere_NarrowsWhatTheRoleAllows(string claims, Scopes scopes) =>
        Assert.Equal(scopes, Read(claims).Scopes);

    [Fact]
    public void Scope_WhenItIsNotLookedAt_LeavesTheRole() => Assert.Equal(
        Scopes.User, Read("""{"scope":"openid"}""", Signing.Rules with { ScopeClaim = null }).Scopes);

    [Fact]
    public void Scopes_WhenWrittenAndRead_AreTheSame()
    {
        foreach (var scope in Enum.GetValues<Scopes>())
        {
            Assert.Equal(scope, ScopeText.Parse(scope.ToTexts()));
        }

        Assert.Equal(ScopeText.Known, Scopes.All.ToTexts());
    }

    private static Account Read(string more, TokenRules? rules = null)
    {
        var claims = Signing.Good[..^1] + (more == "{}" ? "}" : "," + more[1..]);
        var outcome = TokenClaims.Read(Encoding.UTF8.GetBytes(claims), rules ?? Signing.Rules, Signing.Now);
        return Assert.IsType<CheckOutcome.Accepted>(outcome).Account;
    }
}
