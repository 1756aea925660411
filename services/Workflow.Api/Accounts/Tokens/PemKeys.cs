using System.Security.Cryptography;

namespace Workflow.Api.Accounts.Tokens;

/// <summary>Reads public keys as PEM: one block after the other, text between them does not matter.</summary>
public static class PemKeys
{
    private const string Remedy = "give PUBLIC KEY blocks of RSA keys with 2048 to 8192 bits, or of keys on P-256";

    /// <exception cref="FormatException">A block cannot be used, or there is none.</exception>
    public static IReadOnlyList<VerificationKey> Read(string text)
    {
        var keys = new List<VerificationKey>();
        ReadOnlySpan<char> rest = text;
        while (PemEncoding.TryFind(rest, out var found))
        {
            var label = rest[found.Label].ToString();
            keys.Add(KeyOf(label, rest[found.Location]) ?? throw new FormatException(
                $"block {keys.Count + 1} is '{label}' and cannot be used; {Remedy}."));
            rest = rest[found.Location.End..];
        }

        return keys.Count > 0 ? keys : throw new FormatException($"there is no PEM block in it; {Remedy}.");
    }

    private static VerificationKey? KeyOf(string label, ReadOnlySpan<char> block)
    {
        if (label is not ("PUBLIC KEY" or "RSA PUBLIC KEY"))
        {
            return null;
        }

        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(block);
            var parameters = rsa.ExportParameters(false);
            return PublicKeys.Rsa(parameters.Modulus!, parameters.Exponent!, null);
        }
        catch (Exception other) when (other is CryptographicException or ArgumentException)
        {
            return EcKeyOf(block);
        }
    }

    private static EcKey? EcKeyOf(ReadOnlySpan<char> block)
    {
        try
        {
            using var ec = ECDsa.Create();
            ec.ImportFromPem(block);
            var parameters = ec.ExportParameters(false);
            return parameters.Curve.Oid?.Value == ECCurve.NamedCurves.nistP256.Oid.Value
                ? PublicKeys.P256(parameters.Q.X!, parameters.Q.Y!, null)
                : null;
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}
