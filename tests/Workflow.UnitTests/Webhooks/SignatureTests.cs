using System.Text;
using Workflow.Api.Webhooks;
using Xunit;

namespace Workflow.UnitTests.Webhooks;

public sealed class SignatureTests
{
    // The example of the published specification.
    [Fact]
    public void Signature_OfThePublishedExample_IsThePublishedOne() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        Signature.Of(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
            Encoding.UTF8.GetBytes("""{"test": 2432232314}""")));

    [Fact]
    public void NewSecret_WhenDrawnTwice_IsUsableAndAnother()
    {
        var (one, other) = (Signature.NewSecret(), Signature.NewSecret());
        Assert.NotEqual(one, other);
        Assert.True(Signature.IsUsable(one));
    }

    [Theory]
    [InlineData("sixteen letters!", true)]
    [InlineData("fifteen letters", false)]
    [InlineData("whsec_", false)]
    [InlineData("whsec_c2hvcnQ=", false)]
    [InlineData("whsec_not base64 at all, though long enough", false)]
    public void Secret_WhenItIsEasilyGuessedOrUnreadable_IsRefused(string secret, bool expected) =>
        Assert.Equal(expected, Signature.IsUsable(secret));
}
