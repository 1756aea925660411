using Workflow.Api.Accounts.Setup;
using Workflow.Hosting;
using Xunit;

namespace Workflow.UnitTests.Accounts;

public sealed class TokenSetupTests
{
    private static readonly AccountOptions Parties = new() { Issuer = "*", Audience = "*" };

    [Fact]
    public void Options_WhenASecretMustNotBeUsed_AreRefusedWithoutRepeatingIt()
    {
        var pem = Signing.Rsa.ExportSubjectPublicKeyInfoPem();
        foreach (var (options, setting) in new[]
        {
            (new AccountOptions { Hs256Secret = "short" }, "WORKFLOW_AUTH_HS256_SECRET"),
            (new AccountOptions { Hs256Secret = pem }, "WORKFLOW_AUTH_HS256_SECRET"),
            (new AccountOptions { Hs256PreviousSecret = "short" }, "WORKFLOW_AUTH_HS256_PREVIOUS_SECRET"),
            (Parties with { PublicKeys = "no key" }, "WORKFLOW_AUTH_PUBLIC_KEYS"),
            (Parties with { PublicKeys = Signing.Rsa.ExportPkcs8PrivateKeyPem() }, "WORKFLOW_AUTH_PUBLIC_KEYS"),
        })
        {
            var error = Assert.Throws<SettingException>(() => TokenSetup.KeysOf(options));
            Assert.StartsWith($"{setting}=…: ", error.Message);
        }

        var file = Assert.Throws<SettingException>(() => TokenSetup.KeysOf(new() { PublicKeysFile = "/none" }));
        Assert.Equal("WORKFLOW_AUTH_PUBLIC_KEYS_FILE", file.Setting);
    }

    [Fact]
    public void Options_WhenKeysAreGood_AreTaken()
    {
        var lines = Signing.Ec.ExportSubjectPublicKeyInfoPem().Replace("\n", "\\n", StringComparison.Ordinal);
        var keys = TokenSetup.KeysOf(new() { Hs256Secret = new string('s', 32), PublicKeys = lines });
        Assert.Equal(["HS256", "ES256"], keys.Select(key => key.Algorithm));
        Assert.Empty(TokenSetup.KeysOf(new AccountOptions()));
    }

    [Theory]
    [InlineData("http://issuer.example/keys")]
    [InlineData("ftp://issuer.example/keys")]
    [InlineData("/keys")]
    public void JwksUrl_WhenItCouldBeReplacedOnTheWay_IsRefused(string url) => Assert.Equal(
        "WORKFLOW_AUTH_JWKS_URL",
        Assert.Throws<SettingException>(() => TokenSetup.RemoteOf(Parties with { JwksUrl = url })).Setting);

    [Fact]
    public void Issuer_WhenOthersTokensCouldComeFromIt_HasToBeNamedWithTheAudience()
    {
        var jwks = new AccountOptions { JwksUrl = "https://issuer.example/keys" };
        Assert.Equal("WORKFLOW_AUTH_ISSUER", Refused(jwks).Setting);
        Assert.Equal("WORKFLOW_AUTH_AUDIENCE", Refused(jwks with { Issuer = "https://issuer.example" }).Setting);
        Assert.Equal("WORKFLOW_AUTH_ALGORITHMS", Refused(Parties with { Algorithms = "HS256,none" }).Setting);
        Assert.Equal("WORKFLOW_AUTH_ALGORITHMS", Refused(Parties with { Algorithms = " , " }).Setting);

        var rules = TokenSetup.RulesOf(Parties with { RoleClaim = "realm_access.roles", ScopeClaim = "none" });
        Assert.Null(rules.Issuer);
        Assert.Null(rules.Audiences);
        Assert.Null(rules.ScopeClaim);
        Assert.Equal(["realm_access.roles"], rules.RoleClaims);
        Assert.Equal(["a", "b"], TokenSetup.RulesOf(new() { Audience = "a, b" }).Audiences);
        Assert.Equal([], TokenSetup.RulesOf(new()).Audiences);
    }

    [Fact]
    public void Reader_WhenASettingWithASecretIsUnknown_DoesNotRepeatIt()
    {
        var error = Assert.Throws<SettingException>(() => OptionsReader.Read<AccountOptions>(
            [KeyValuePair.Create("WORKFLOW_AUTH_SECRET", (string?)"hush")], "WORKFLOW_AUTH"));
        Assert.DoesNotContain("hush", error.Message);
        Assert.DoesNotContain("hush", new AccountOptions { Hs256Secret = "hush" }.ToString());
    }

    private static SettingException Refused(AccountOptions options) =>
        Assert.Throws<SettingException>(() => TokenSetup.RulesOf(options));
}
