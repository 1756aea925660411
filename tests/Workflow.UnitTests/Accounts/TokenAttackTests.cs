using System.Security.Cryptography;
using System.Text;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Tokens;
using Workflow.UnitTests.Execution;
using Xunit;

namespace Workflow.UnitTests.Accounts;

/// <summary>What is tried against checkers of tokens, each with a token that is good but for one thing.</summary>
public sealed class TokenAttackTests
{
    private static readonly VerificationKey[] AllKeys =
        [new SecretKey(Signing.Secret), Signing.RsaKey(), Signing.EcKey()];

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Check_WhenTheTokenIsGood_TellsWhoItIs()
    {
        foreach (var token in new[]
        {
            Signing.Hs256(Signing.Good), Signing.Rs256(Signing.Good), Signing.Es256(Signing.Good),
        })
        {
            var account = (await AcceptedAsync(token)).Account;
            Assert.Equal("alice", account.OwnerId);
            Assert.Equal(Scopes.User, account.Scopes);
            Assert.Equal(Signing.Now.AddSeconds(600), account.ValidUntil);
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    [InlineData("hs256")]
    [InlineData("HS512")]
    [InlineData("PS256")]
    [InlineData("")]
    public async Task Check_WhenTheAlgorithmIsNotTaken_Refuses(string algorithm)
    {
        var header = $$"""{"alg":"{{algorithm}}"}""";
        await RefusedAsync(Signing.Sign(header, Signing.Good, _ => []), "algorithm is not taken");
        await RefusedAsync(Signing.Hs256(Signing.Good, header: header), "algorithm is not taken");
    }

    [Fact]
    public async Task Check_WhenAnAlgorithmIsLeftOutOfTheList_RefusesIt() => await RefusedAsync(
        Signing.Hs256(Signing.Good), "algorithm is not taken; use RS256.",
        Signing.Rules with { Algorithms = [TokenAlgorithm.Rs256] });

    [Fact]
    public async Task Check_WhenAPublicKeyIsUsedAsASecret_Refuses()
    {
        byte[][] forms =
        [
            Encoding.ASCII.GetBytes(Signing.Rsa.ExportSubjectPublicKeyInfoPem()),
            Encoding.ASCII.GetBytes(Signing.Rsa.ExportSubjectPublicKeyInfoPem() + "\n"),
            Encoding.ASCII.GetBytes(Signing.Rsa.ExportRSAPublicKeyPem()),
            Signing.Rsa.ExportSubjectPublicKeyInfo(), Signing.Rsa.ExportRSAPublicKey(),
            Signing.Rsa.ExportParameters(false).Modulus!,
        ];
        foreach (var secret in forms)
        {
            await RefusedAsync(Signing.Hs256(Signing.Good, secret), "matches no key", keys: [Signing.RsaKey()]);
            await RefusedAsync(Signing.Hs256(Signing.Good, secret), "matches no key");
        }
    }

    [Theory]
    [InlineData("exp", -31, "expired")]
    [InlineData("nbf", 31, "not valid yet")]
    public async Task Check_WhenItIsNotTheTime_Refuses(string claim, int seconds, string reason)
    {
        var second = Signing.Now.ToUnixTimeSeconds() + seconds;
        await RefusedAsync(Signing.Hs256(Signing.Claims((claim, second))), reason);
        await AcceptedAsync(Signing.Hs256(Signing.Claims((claim, second - Math.Sign(seconds) * 2))));
    }

    [Theory]
    [InlineData("exp", null, "no exp")]
    [InlineData("exp", "2030-01-01", "no exp")]
    [InlineData("exp", "9999999999", "no exp")]
    [InlineData("exp", 1e300, "no exp")]
    [InlineData("exp", -5, "no exp")]
    [InlineData("nbf", "soon", "nbf")]
    [InlineData("iss", "https://other.example", "another issuer")]
    [InlineData("iss", "HTTPS://ISSUER.EXAMPLE", "another issuer")]
    [InlineData("iss", null, "another issuer")]
    [InlineData("iss", new[] { "https://issuer.example" }, "another issuer")]
    [InlineData("aud", "another", "another audience")]
    [InlineData("aud", new[] { "a", "b" }, "another audience")]
    [InlineData("aud", null, "another audience")]
    [InlineData("aud", 7, "another audience")]
    [InlineData("sub", null, "sub")]
    [InlineData("sub", "", "sub")]
    [InlineData("sub", "a\u0000b", "sub")]
    [InlineData("sub", 7, "sub")]
    [InlineData("scope", 7, "scope")]
    public async Task Check_WhenAClaimIsWrong_NamesIt(string claim, object? value, string reason) =>
        await RefusedAsync(Signing.Hs256(Signing.Claims((claim, value))), reason);

    [Fact]
    public async Task Check_WhenNoAudienceIsConfigured_RefusesATokenForSomebodyElse()
    {
        var rules = Signing.Rules with { Audiences = [] };
        await RefusedAsync(Signing.Hs256(Signing.Good), "another audience", rules);
        await AcceptedAsync(Signing.Hs256(Signing.Claims(("aud", null))), rules);
        await AcceptedAsync(Signing.Hs256(Signing.Good), rules with { Audiences = null });
    }

    [Fact]
    public async Task Check_WhenTheTokenIsCutOrChanged_Refuses()
    {
        var token = Signing.Hs256(Signing.Good);
        for (var length = 0; length < token.Length; length++)
        {
            await RefusedAsync(token[..length], "");
        }

        var parts = token.Split('.');
        var other = Signing.Hs256(Signing.Claims(("sub", "bob"))).Split('.');
        await RefusedAsync($"{parts[0]}.{other[1]}.{parts[2]}", "matches no key");
        await RefusedAsync($"{parts[0]}.{parts[1]}.{other[2]}", "matches no key");
        await RefusedAsync($"{parts[0]}.{parts[1]}.", "matches no key");
    }

    [Fact]
    public async Task Check_WhenTheTokenIsLong_RefusesItUnread()
    {
        var token = Signing.Hs256(Signing.Claims(("more", new string('x', 8_000))));
        await RefusedAsync(token, "longer than 8192");
        await AcceptedAsync(token, Signing.Rules with { BytesMax = token.Length });
    }

    [Theory]
    [InlineData("""{"alg":"HS256","crit":["exp"]}""", "crit")]
    [InlineData("""{"alg":"HS256","crit":["b64"],"b64":false}""", "crit")]
    [InlineData("""{"alg":"HS256","crit":[]}""", "crit")]
    [InlineData("""{"alg":"HS256","alg":"none"}""", "twice")]
    [InlineData("""{"alg":"none","alg":"HS256"}""", "twice")]
    [InlineData("""{"alg":["HS256"]}""", "names no algorithm")]
    [InlineData("""{"typ":"JWT"}""", "names no algorithm")]
    [InlineData("""{"alg":"HS256","typ":"logout+jwt"}""", "type is not JWT")]
    [InlineData("""{"alg":"HS256","kid":7}""", "key id")]
    [InlineData("""{"alg":"HS256","kid":"\ud800"}""", "key id")]
    [InlineData("""["HS256"]""", "no JSON object")]
    [InlineData("""{"alg":"HS256"} {}""", "no JSON object")]
    [InlineData("""{"alg":"HS256",}""", "no JSON object")]
    [InlineData("", "no JSON object")]
    public async Task Check_WhenTheHeaderIsWrong_Refuses(string header, string reason) =>
        await RefusedAsync(Signing.Hs256(Signing.Good, header: header), reason);

    [Theory]
    [InlineData("""{"sub":"alice","sub":"bob","exp":9999999999}""")]
    [InlineData("""{"sub":"alice","exp":9999999999,"more":{"a":1,"a":2}}""")]
    [InlineData("""["alice"]""")]
    [InlineData("alice")]
    public async Task Check_WhenTheClaimsAreNoProperObject_Refuses(string claims) =>
        await RefusedAsync(Signing.Hs256(claims), "twice");

    [Fact]
    public async Task Check_WhenTheClaimsAreNotUtf8_Refuses()
    {
        byte[] claims = [.. "{\"sub\":\""u8, 0xff, .. "\",\"exp\":9999999999}"u8];
        await RefusedAsync(
            Signing.Sign("""{"alg":"HS256"}""", claims, input => HMACSHA256.HashData(Signing.Secret, input)),
            "no JSON object");
    }

    [Fact]
    public async Task Check_WhenAPartIsNotBase64Url_Refuses()
    {
        var token = Signing.Hs256(Signing.Good);
        var parts = token.Split('.');
        string[] bad =
        [
            token + "=", token + "\n", " " + token, $"{parts[0]}.{parts[1]} .{parts[2]}",
            $"{parts[0]}=.{parts[1]}.{parts[2]}", token.Replace('.', '+'), $"{parts[0]}.{parts[1]}.{parts[2][..^1]}é",
            $"{parts[0]}.{parts[1]}.{SpareBits(parts[2])}", $"{parts[0]}.{parts[1]}./+{parts[2][2..]}",
        ];
        foreach (var text in bad)
        {
            await RefusedAsync(text, "");
        }

        await RefusedAsync("a.b.c.d.e", "encrypted");
        await RefusedAsync("a.b", "three parts");
        await RefusedAsync("", "three parts");
    }

    [Fact]
    public async Task Check_WhenTheKeyIsAnothersOrOnAnotherCurve_Refuses()
    {
        using var rsa = RSA.Create(2_048);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        await RefusedAsync(Signing.Rs256(Signing.Good, rsa), "matches no key");
        await RefusedAsync(Signing.Es256(Signing.Good, p256), "matches no key");
        await RefusedAsync(Signing.Es256(Signing.Good, p384), "matches no key");
        var point = p384.ExportParameters(false).Q;
        Assert.Null(PublicKeys.P256(point.X!, point.Y!, null));
        Assert.Null(PublicKeys.P256(new byte[32], new byte[32], null));
        Assert.Throws<FormatException>(() => PemKeys.Read(p384.ExportSubjectPublicKeyInfoPem()));
    }

    [Fact]
    public async Task Check_WhenAnEcSignatureIsDerOrZero_Refuses()
    {
        await RefusedAsync(
            Signing.Es256(Signing.Good, format: DSASignatureFormat.Rfc3279DerSequence), "matches no key");
        await RefusedAsync(Signing.Sign("""{"alg":"ES256"}""", Signing.Good, _ => new byte[64]), "matches no key");
    }

    [Fact]
    public async Task Check_WhenTheKeyIdIsAnother_DoesNotTryTheKey()
    {
        var token = Signing.Rs256(Signing.Good, header: """{"alg":"RS256","kid":"two"}""");
        await RefusedAsync(token, "matches no key", keys: [Signing.RsaKey("one")]);
        await AcceptedAsync(token, keys: [Signing.RsaKey("one"), Signing.RsaKey("two")]);
    }

    [Fact]
    public async Task Check_WhenBytesAreChangedAtRandom_NeverThrowsAndNeverAccepts()
    {
        var random = new Random(7);
        var good = Signing.Hs256(Signing.Good);
        for (var i = 0; i < 5_000; i++)
        {
            var text = new StringBuilder(good);
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                text[random.Next(text.Length)] = (char)random.Next(33, 127);
            }

            if (text.ToString() != good)
            {
                await RefusedAsync(text.ToString(), "");
            }
        }
    }

    /// <summary>The last character of 32 bytes carries 4 bits; this one has the others set.</summary>
    private static string SpareBits(string signature)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var changed = signature[..^1] + alphabet[alphabet.IndexOf(signature[^1]) | 1];
        Assert.NotEqual(signature, changed);
        return changed;
    }

    private async Task<CheckOutcome.Accepted> AcceptedAsync(
        string token, TokenRules? rules = null, params VerificationKey[] keys) =>
        Assert.IsType<CheckOutcome.Accepted>(await CheckAsync(token, rules, keys));

    private async Task RefusedAsync(
        string token, string reason, TokenRules? rules = null, params VerificationKey[] keys) =>
        Assert.Contains(reason, Assert.IsType<CheckOutcome.Refused>(await CheckAsync(token, rules, keys)).Reason);

    private ValueTask<CheckOutcome> CheckAsync(string token, TokenRules? rules, VerificationKey[] keys) =>
        new TokenVerifier(rules ?? Signing.Rules, keys.Length > 0 ? keys : AllKeys, null, _clock)
            .CheckAsync(token, CancellationToken.None);
}
