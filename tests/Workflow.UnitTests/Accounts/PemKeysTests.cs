using System.Security.Cryptography;
using Workflow.Api.Accounts.Tokens;
using Xunit;

namespace Workflow.UnitTests.Accounts;

public sealed class PemKeysTests
{
    [Fact]
    public void Read_WhenThereAreSeveralBlocks_TakesAll()
    {
        var text = $"issuer 1\n{Signing.Rsa.ExportSubjectPublicKeyInfoPem()}\n"
            + $"{Signing.Rsa.ExportRSAPublicKeyPem()}\n{Signing.Ec.ExportSubjectPublicKeyInfoPem()}\n";
        Assert.Equal(["RS256", "RS256", "ES256"], PemKeys.Read(text).Select(key => key.Algorithm));
    }

    [Fact]
    public void Read_WhenABlockMustNotBeUsed_SaysWhich()
    {
        using var small = RSA.Create(1_024);
        string[] texts =
        [
            "", "secret", small.ExportSubjectPublicKeyInfoPem(), Signing.Rsa.ExportPkcs8PrivateKeyPem(),
            Signing.Ec.ExportECPrivateKeyPem(), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        ];
        foreach (var text in texts)
        {
            Assert.Contains("P-256", Assert.Throws<FormatException>(() => PemKeys.Read(text)).Message);
        }
    }
}
