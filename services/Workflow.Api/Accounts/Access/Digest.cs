using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Workflow.Api.Accounts.Access;

/// <summary>SHA-256 of a token or key: what memory is searched by, so that it holds none of them.</summary>
public readonly record struct Digest(UInt128 High, UInt128 Low)
{
    public static Digest Of(string text)
    {
        Span<UInt128> hash = stackalloc UInt128[2];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), MemoryMarshal.AsBytes(hash));
        return new Digest(hash[0], hash[1]);
    }
}
