using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflow.Api.Accounts.Tokens;

namespace Workflow.UnitTests.Accounts;

/// <summary>Makes tokens, good and bad, and the keys to check them with.</summary>
internal static class Signing
{
    public static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public static readonly byte[] Secret = Encoding.ASCII.GetBytes("thirty-two bytes are the minimum");

    public static readonly RSA Rsa = RSA.Create(2_048);

    public static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static readonly TokenRules Rules = new(
        TokenAlgorithm.All, "https://issuer.example", ["workflow"], ["role", "roles"], "scope",
        TimeSpan.FromSeconds(30), 8_192);

    public static string Good => Claims();

    /// <summary>Claims that are accepted, with members put in or replaced.</summary>
    public static string Claims(params (string Name, object? Value)[] changes)
    {
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = "https://issuer.example", ["aud"] = "workflow", ["sub"] = "alice",
            ["exp"] = Now.ToUnixTimeSeconds() + 600,
        };
        foreach (var (name, value) in changes)
        {
            claims[name] = value;
        }

        return JsonSerializer.Serialize(claims.Where(claim => claim.Value is not null).ToDictionary());
    }

    public static string Hs256(string claims, byte[]? secret = null, string header = """{"alg":"HS256"}""") =>
        Sign(header, claims, input => HMACSHA256.HashData(secret ?? Secret, input));

    public static string Rs256(string claims, RSA? key = null, string header = """{"alg":"RS256"}""") => Sign(
        header, claims,
        input => (key ?? Rsa).SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static string Es256(
        string claims, ECDsa? key = null,
        DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation) => Sign(
        """{"alg":"ES256"}""", claims, input => (key ?? Ec).SignData(input, HashAlgorithmName.SHA256, format));

    public static string Sign(string header, string claims, Func<byte[], byte[]> sign) =>
        Sign(header, Encoding.UTF8.GetBytes(claims), sign);

    public static string Sign(string header, byte[] claims, Func<byte[], byte[]> sign)
    {
        var input = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(claims)}";
        return $"{input}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(input)))}";
    }

    public static RsaKey RsaKey(string? keyId = null)
    {
        var parameters = Rsa.ExportParameters(false);
        return PublicKeys.Rsa(parameters.Modulus!, parameters.Exponent!, keyId)!;
    }

    public static EcKey EcKey()
    {
        var parameters = Ec.ExportParameters(false);
        return PublicKeys.P256(parameters.Q.X!, parameters.Q.Y!, null)!;
    }

    public static byte[] Decode(string text) => Base64Url.DecodeFromChars(text);
}
