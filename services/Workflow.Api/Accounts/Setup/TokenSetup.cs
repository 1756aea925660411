using System.Text;
using Workflow.Api.Accounts.Tokens;
using Workflow.Hosting;

namespace Workflow.Api.Accounts.Setup;

/// <summary>Makes the checks of tokens from the options, and refuses what would make them worthless.</summary>
public static class TokenSetup
{
    private const string Any = "*";

    /// <summary>Whether any token can be checked.</summary>
    public static bool HasKeys(AccountOptions options) =>
        options is not { Hs256Secret: null, PublicKeys: null, PublicKeysFile: null, JwksUrl: null };

    /// <exception cref="SettingException">An option must not be used.</exception>
    public static TokenRules RulesOf(AccountOptions options)
    {
        var needsParties = options is not { PublicKeys: null, PublicKeysFile: null, JwksUrl: null };
        if (needsParties && (options.Issuer is null || options.Audience is null))
        {
            throw new SettingException(
                options.Issuer is null ? "WORKFLOW_AUTH_ISSUER" : "WORKFLOW_AUTH_AUDIENCE", null,
                "an issuer signs tokens for others too, and those would be taken here; say what has to be in them, "
                + "or * for anything.");
        }

        var algorithms = Words(options.Algorithms);
        if (algorithms.Length == 0 || algorithms.Except(TokenAlgorithm.All).Any())
        {
            throw new SettingException(
                "WORKFLOW_AUTH_ALGORITHMS", options.Algorithms,
                $"tokens can only be checked with {string.Join(", ", TokenAlgorithm.All)}.");
        }

        return new TokenRules(
            algorithms,
            options.Issuer == Any ? null : options.Issuer,
            options.Audience == Any ? null : Words(options.Audience ?? ""),
            options.RoleClaim is null ? ["role", "roles"] : [options.RoleClaim],
            options.ScopeClaim == "none" ? null : options.ScopeClaim,
            options.Leeway,
            options.TokenBytesMax);
    }

    /// <summary>The keys that stand in the options themselves.</summary>
    /// <exception cref="SettingException">A key must not be used.</exception>
    public static IReadOnlyList<VerificationKey> KeysOf(AccountOptions options) =>
    [
        .. SecretOf("WORKFLOW_AUTH_HS256_SECRET", options.Hs256Secret),
        .. SecretOf("WORKFLOW_AUTH_HS256_PREVIOUS_SECRET", options.Hs256PreviousSecret),
        // One line is enough for a variable: \n stands for the end of a line.
        .. PemOf("WORKFLOW_AUTH_PUBLIC_KEYS", options.PublicKeys?.Replace("\\n", "\n", StringComparison.Ordinal)),
        .. PemOf("WORKFLOW_AUTH_PUBLIC_KEYS_FILE", options.PublicKeysFile is { } file ? TextOf(file) : null),
    ];

    /// <returns>Null when no URL is configured.</returns>
    /// <exception cref="SettingException">The URL must not be used.</exception>
    public static RemoteKeyRules? RemoteOf(AccountOptions options)
    {
        if (options.JwksUrl is null)
        {
            return null;
        }

        return Uri.TryCreate(options.JwksUrl, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps
                || (url.Scheme == Uri.UriSchemeHttp && ListeningAddresses.IsLoopbackHost(url.Host)))
            ? new RemoteKeyRules(url, options.JwksRefresh, options.JwksRetry, options.JwksTimeout)
            : throw new SettingException(
                "WORKFLOW_AUTH_JWKS_URL", options.JwksUrl,
                "keys from anywhere but an https URL (or http on this machine) can be replaced on their way.");
    }

    private static SecretKey[] SecretOf(string name, string? secret)
    {
        if (secret is null)
        {
            return [];
        }

        // The value is never repeated: it is a secret.
        var bytes = Encoding.UTF8.GetBytes(secret);
        if (bytes.Length < SecretKey.BytesMin)
        {
            throw new SettingException(
                name, "…", $"has {bytes.Length} bytes and could be guessed; use {SecretKey.BytesMin} or more, "
                + "such as from: openssl rand -base64 48");
        }

        return secret.Contains("-----BEGIN", StringComparison.Ordinal)
            ? throw new SettingException(
                name, "…", "is a PEM key; a public key is known to all. Give it as WORKFLOW_AUTH_PUBLIC_KEYS.")
            : [new SecretKey(bytes)];
    }

    private static IReadOnlyList<VerificationKey> PemOf(string name, string? text)
    {
        try
        {
            return text is null ? [] : PemKeys.Read(text);
        }
        catch (FormatException error)
        {
            throw new SettingException(name, "…", error.Message);
        }
    }

    private static string TextOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingException("WORKFLOW_AUTH_PUBLIC_KEYS_FILE", file, error.Message);
        }
    }

    private static string[] Words(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
