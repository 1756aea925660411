using Workflow.Model.Callbacks;
using Xunit;

namespace Workflow.UnitTests.Callbacks;

public sealed class CallbackTokenTests
{
    private static readonly CallbackKey Key = new("a secret of the bridges and the APIs");
    private static readonly CallbackToken Token = new(
        Guid.Parse("0190a000-0000-7000-8000-000000000001"), Guid.Parse("5f0cf9a6-3c6b-8c39-9bd5-5a4d1a4c1f9e"),
        DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    [Fact]
    public void Read_WhenItWasWrittenWithTheKey_SaysTheSame()
    {
        var text = Token.Write(Key);

        Assert.True(CallbackToken.TryRead(text, [Key], out var read));
        Assert.Equal(Token, read);
        Assert.Equal(98, text.Length);
        Assert.Equal(text, Uri.EscapeDataString(text));
    }

    [Fact]
    public void Read_WhenTheSecretWasChanged_TakesTheOneBeforeItToo()
    {
        var old = new CallbackKey("the secret that was in use before this");

        Assert.True(CallbackToken.TryRead(Token.Write(old), [Key, old], out _));
        Assert.False(CallbackToken.TryRead(Token.Write(old), [Key], out _));
        Assert.False(CallbackToken.TryRead(Token.Write(old), [], out _));
    }

    [Fact]
    public void Read_WhenAnyCharacterIsAnother_TakesItForNobodys()
    {
        var text = Token.Write(Key);
        for (var place = 0; place < text.Length; place++)
        {
            var other = text[place] == 'A' ? 'B' : 'A';
            var changed = $"{text[..place]}{other}{text[(place + 1)..]}";
            Assert.False(CallbackToken.TryRead(changed, [Key], out _), changed);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AQ")]
    [InlineData("no base64url: %")]
    public void Read_WhenItIsNoToken_TakesItForNobodys(string? text) =>
        Assert.False(CallbackToken.TryRead(text, [Key], out _));

    [Fact]
    public void Read_WhenItIsLongerThanAnyToken_TakesItForNobodys()
    {
        Assert.False(CallbackToken.TryRead(new string('A', 1_000_000), [Key], out _));
        Assert.False(CallbackToken.TryRead(Token.Write(Key) + "AA", [Key], out _));
    }
}
