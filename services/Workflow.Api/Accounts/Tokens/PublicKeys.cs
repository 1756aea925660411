using System.Numerics;
using System.Security.Cryptography;

namespace Workflow.Api.Accounts.Tokens;

/// <summary>Makes keys of public parameters, if they can be trusted with signatures.</summary>
public static class PublicKeys
{
    /// <returns>Null for a key that is too short, too long, or has an exponent that must not be used.</returns>
    public static RsaKey? Rsa(byte[] modulus, byte[] exponent, string? keyId)
    {
        var n = new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
        var e = new BigInteger(exponent, isUnsigned: true, isBigEndian: true);
        if (n.GetBitLength() is < RsaKey.BitsMin or > RsaKey.BitsMax || e < 3 || e.IsEven || n.IsEven
            || exponent.Length > sizeof(ulong))
        {
            return null;
        }

        var parameters = new RSAParameters
        {
            Modulus = n.ToByteArray(isUnsigned: true, isBigEndian: true),
            Exponent = e.ToByteArray(isUnsigned: true, isBigEndian: true),
        };
        return IsUsable(() => RSA.Create(parameters).Dispose()) ? new RsaKey(parameters, keyId) : null;
    }

    /// <returns>Null for a point that does not lie on the curve P-256.</returns>
    public static EcKey? P256(byte[] x, byte[] y, string? keyId)
    {
        var parameters = new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = x, Y = y },
        };
        return x.Length == 32 && y.Length == 32 && IsUsable(() => ECDsa.Create(parameters).Dispose())
            ? new EcKey(parameters, keyId)
            : null;
    }

    private static bool IsUsable(Action create)
    {
        try
        {
            create();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
