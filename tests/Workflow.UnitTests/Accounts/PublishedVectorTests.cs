using System.Text;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Tokens;
using Workflow.UnitTests.Execution;
using Xunit;

namespace Workflow.UnitTests.Accounts;

/// <summary>Tokens and keys printed in RFC 7515 (appendix A) and RFC 7519 (sections 3.1 and 6.1).</summary>
public sealed class PublishedVectorTests
{
    private const string Claims =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private const string Hs256 =
        $"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.{Claims}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private const string Rs256 =
        $"eyJhbGciOiJSUzI1NiJ9.{Claims}."
        + "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdb"
        + "F9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383"
        + "LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWy"
        + "wlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    private const string Es256 =
        $"eyJhbGciOiJFUzI1NiJ9.{Claims}."
        + "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    private const string Unsigned = $"eyJhbGciOiJub25lIn0.{Claims}.";

    private static readonly SecretKey Secret = new(Signing.Decode(
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"));

    private const string Modulus =
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4Ql"
        + "L-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUs"
        + "LA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoud"
        + "F8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";

    private const string KeySet = $$"""
        {"keys": [
          {"kty": "RSA", "e": "AQAB", "n": "{{Modulus}}"},
          {"kty": "EC", "crv": "P-256",
           "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"},
          {"kty": "oct",
           "k": "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}
        ]}
        """;

    [Theory]
    [InlineData(Hs256)]
    [InlineData(Rs256)]
    [InlineData(Es256)]
    public void Signature_WhenItIsTheOneThatWasPublished_IsRight(string text)
    {
        Assert.True(CompactToken.TryRead(text, out var token, out _));
        var key = Assert.Single(Keys(), key => key.Fits(token));
        Assert.True(key.Verifies(token.SigningInput, token.Signature));

        token.SigningInput[^1] ^= 1;
        Assert.False(key.Verifies(token.SigningInput, token.Signature));
    }

    [Fact]
    public async Task Claims_WhenTheyArePublished_AreReadWithTheirExpiry()
    {
        // The example names nobody; all else of it is accepted until the second it says.
        Assert.Contains("sub", (await CheckAsync(Hs256, 1_300_819_379)).Reason);
        Assert.Contains("expired", (await CheckAsync(Hs256, 1_300_819_380)).Reason);
    }

    [Fact]
    public async Task Token_WhenItIsUnsigned_IsRefused() =>
        Assert.Contains("algorithm is not taken", (await CheckAsync(Unsigned, 1_300_819_379)).Reason);

    [Fact]
    public void KeySet_WhenItHoldsASecret_LeavesItOut()
    {
        Assert.True(JsonKeySet.TryRead(Encoding.UTF8.GetBytes(KeySet), out var keys));
        Assert.Equal(["RS256", "ES256"], keys.Select(key => key.Algorithm));
    }

    private static List<VerificationKey> Keys()
    {
        Assert.True(JsonKeySet.TryRead(Encoding.UTF8.GetBytes(KeySet), out var keys));
        return [Secret, .. keys];
    }

    private static async Task<CheckOutcome.Refused> CheckAsync(string text, long second)
    {
        var clock = new ManualClock();
        clock.Advance(DateTimeOffset.FromUnixTimeSeconds(second) - clock.GetUtcNow());
        var rules = Signing.Rules with { Issuer = "joe", Audiences = [], Leeway = TimeSpan.Zero };
        var verifier = new TokenVerifier(rules, Keys(), null, clock);
        return Assert.IsType<CheckOutcome.Refused>(await verifier.CheckAsync(text, CancellationToken.None));
    }
}
