using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Workflow.Outgoing.Secrets;

namespace Workflow.Tools.Logins.Digest;

/// <summary>Logs in by RFC 7616 with <c>auth</c>: the first request comes without a login, and the server's challenge
/// is answered with the second.</summary>
internal static class DigestLogin
{
    public static ToolLogin Of(string username, string password, params IEnumerable<string> secrets) => new(
        null, new Redaction([password, .. secrets]))
    {
        Key = $"digest\n{username}\n{password}",
        Again = (refusal, _) => ValueTask.FromResult(Answer(username, password, refusal, secrets)),
    };

    /// <summary>The header that meets a challenge.</summary>
    /// <param name="target">Path and query, as they are sent.</param>
    /// <param name="clientNonce">Chosen anew for every request.</param>
    public static string Header(
        DigestChallenge challenge, string username, string password, string method, string target,
        string clientNonce)
    {
        const string count = "00000001";
        var isSha = challenge.Algorithm.StartsWith("SHA-256", StringComparison.OrdinalIgnoreCase);
        string Hash(string text) => HashOf(isSha, text);
        var first = $"{username}:{challenge.Realm}:{password}";
        if (challenge.Algorithm.EndsWith("-sess", StringComparison.OrdinalIgnoreCase))
        {
            first = $"{Hash(first)}:{challenge.Nonce}:{clientNonce}";
        }

        var middle = challenge.HasQop ? $"{challenge.Nonce}:{count}:{clientNonce}:auth" : challenge.Nonce;
        var response = Hash($"{Hash(first)}:{middle}:{Hash($"{method}:{target}")}");
        var name = challenge.HidesUsername ? Hash($"{username}:{challenge.Realm}") : username;
        var header = new StringBuilder("Digest ")
            .Append(CultureInfo.InvariantCulture, $"username={Quoted(name)}, realm={Quoted(challenge.Realm)}, ")
            .Append(CultureInfo.InvariantCulture, $"uri={Quoted(target)}, algorithm={challenge.Algorithm}, ")
            .Append(CultureInfo.InvariantCulture, $"nonce={Quoted(challenge.Nonce)}, response=\"{response}\"");
        if (challenge.HasQop)
        {
            header.Append(CultureInfo.InvariantCulture, $", nc={count}, cnonce={Quoted(clientNonce)}, qop=auth");
        }

        if (challenge.Opaque is { } opaque)
        {
            header.Append(CultureInfo.InvariantCulture, $", opaque={Quoted(opaque)}");
        }

        return header.Append(challenge.HidesUsername ? ", userhash=true" : "").ToString();
    }

    private static ToolLoginReading? Answer(
        string username, string password, LoginRefusal refusal, IEnumerable<string> secrets)
    {
        if (DigestChallenge.Best(refusal.Challenge) is not { } challenge)
        {
            return null;
        }

        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        var header = Header(
            challenge, username, password, refusal.Method, refusal.Address.PathAndQuery, nonce);
        return header.All(c => c is >= ' ' and <= '~')
            ? ToolLoginReading.Of(Of(username, password, secrets) with { Authorization = header })
            : ToolLoginReading.Failed(ToolFault.Validation(
                "The user's name or the server's realm has characters that a digest login cannot carry."));
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [SuppressMessage("Security", "CA5351", Justification = "Servers decide; many know nothing else.")]
    private static string HashOf(bool isSha, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(isSha ? SHA256.HashData(bytes) : MD5.HashData(bytes));
    }
}
