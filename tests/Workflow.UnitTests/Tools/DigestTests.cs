using Workflow.Tools.Logins.Digest;
using Xunit;

namespace Workflow.UnitTests.Tools;

public class DigestTests
{
    // The examples of RFC 7616, 3.9.1.
    private const string Nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";

    private const string Rest = "realm=\"http-auth@example.org\", nonce=\"" + Nonce + "\"";

    [Theory]
    [InlineData("Digest algorithm=MD5, qop=\"auth, auth-int\", " + Rest + ", Digest qop=\"auth, auth-int\", " + Rest
        + ", algorithm=SHA-256", "SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    [InlineData("Basic realm=\"a, b\", Digest qop=\"auth\", " + Rest, "MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    public void Header_WhenChallengedAsInTheStandard_GivesItsResponse(
        string challenge, string algorithm, string response)
    {
        var best = DigestChallenge.Best(challenge)!;
        var header = DigestLogin.Header(
            best, "Mufasa", "Circle of Life", "GET", "/dir/index.html",
            "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");

        Assert.Equal(algorithm, best.Algorithm);
        Assert.Contains($"response=\"{response}\"", header, StringComparison.Ordinal);
        Assert.Contains("uri=\"/dir/index.html\"", header, StringComparison.Ordinal);
        Assert.Contains("nc=00000001", header, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic realm=\"x\"")]
    [InlineData("Digest realm=\"x\", algorithm=SHA-512-256, nonce=\"n\", qop=\"auth\"")]
    [InlineData("Digest realm=\"x\", nonce=\"n\", qop=\"auth-int\"")]
    [InlineData("Digest realm=\"x")]
    public void Best_WhenNoChallengeCanBeMet_IsNone(string? challenge) => Assert.Null(DigestChallenge.Best(challenge));
}
