using System.Security.Cryptography;

namespace Workflow.Api.Accounts.Tokens;

/// <summary>A key that checks signatures of one algorithm only, so that a token cannot have it taken for another kind.
/// Thread-safe.</summary>
/// <param name="KeyId">What tokens call it; null for a key that has no name and is tried for every token.</param>
public abstract record VerificationKey(string Algorithm, string? KeyId)
{
    public abstract bool Verifies(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature);

    /// <summary>Whether a token with this header may have been signed by it.</summary>
    public bool Fits(CompactToken token) =>
        Algorithm == token.Algorithm && (KeyId is null || token.KeyId is null || KeyId == token.KeyId);
}

/// <summary>HS256.</summary>
public sealed record SecretKey(ReadOnlyMemory<byte> Secret) : VerificationKey(TokenAlgorithm.Hs256, null)
{
    /// <summary>RFC 7518, section 3.2: no shorter than the hash.</summary>
    public const int BytesMin = 32;

    public override bool Verifies(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Secret.Span, input, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }

    // A record would print its secret.
    public override string ToString() => "SecretKey";
}

/// <summary>RS256.</summary>
public sealed record RsaKey(RSAParameters Parameters, string? KeyId) : VerificationKey(TokenAlgorithm.Rs256, KeyId)
{
    /// <summary>RFC 7518, section 3.3.</summary>
    public const int BitsMin = 2_048;

    /// <summary>Checking takes longer with the square of the length.</summary>
    public const int BitsMax = 8_192;

    public override bool Verifies(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        // An instance must not be used by two threads. Making one is rare: checked tokens are remembered.
        using var rsa = RSA.Create(Parameters);
        return rsa.VerifyData(input, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}

/// <summary>ES256.</summary>
public sealed record EcKey(ECParameters Parameters, string? KeyId) : VerificationKey(TokenAlgorithm.Es256, KeyId)
{
    /// <summary>R and S, 32 bytes each; a DER sequence is no signature of a token (RFC 7518, section 3.4).</summary>
    private const int SignatureBytes = 64;

    public override bool Verifies(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes)
        {
            return false;
        }

        using var ec = ECDsa.Create(Parameters);
        return ec.VerifyData(
            input, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
