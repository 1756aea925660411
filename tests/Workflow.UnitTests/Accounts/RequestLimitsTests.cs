using System.Net;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Accounts.Setup;
using Xunit;

namespace Workflow.UnitTests.Accounts;

public sealed class RequestLimitsTests
{
    [Fact]
    public void Take_WhenAUserGoesBeyondTheBurst_RefusesThatUserAlone()
    {
        using var limits = new RequestLimits(new AccountOptions { RequestsPerSecond = 1, RequestsBurst = 3 });
        var refused = Enumerable.Range(0, 100).Select(_ => limits.Take("alice")).ToList();
        Assert.All(refused.Take(3), Assert.Null);
        var problem = refused.First(each => each is not null)!;
        Assert.Equal(429, problem.Status);
        Assert.InRange(problem.RetryAfterSeconds!.Value, 1, 5);
        Assert.Null(limits.Take("bob"));
    }

    [Fact]
    public void Take_WhenThereIsNoLimit_NeverRefuses()
    {
        using var limits = new RequestLimits(new AccountOptions { RequestsPerSecond = 0, RequestsBurst = 1 });
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.Null(limits.Take("alice")));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:3:4:5:6", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Failures_WhenCounted_CountPerAddressOrNetwork(string first, string second, bool isSame)
    {
        using var limits = new RequestLimits(new AccountOptions { FailuresPerSecond = 1, FailuresBurst = 50 });
        var (one, other) = (IPAddress.Parse(first), IPAddress.Parse(second));
        // A permit comes back each second, perhaps between a failure and the look: often enough it does not.
        var looks = Enumerable.Range(0, 200).Select(_ =>
        {
            limits.CountFailure(one);
            return (One: limits.RefusalOf(one), Other: limits.RefusalOf(other));
        }).ToList();

        Assert.All(looks, look => Assert.Equal(429, look.One?.Status ?? 429));
        Assert.Contains(looks, look => look.One is not null);
        Assert.Equal(isSame, looks.Any(look => look.Other is not null));
    }
}
