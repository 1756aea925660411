namespace Workflow.Tools.Logins.Digest;

/// <summary>What a server asks of whoever logs in by digest (RFC 7616, 3.3).</summary>
/// <param name="Parameters">By names in lower case, without quotes.</param>
internal sealed record DigestChallenge(IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Known ones, the strongest first.</summary>
    private static readonly string[] Algorithms = ["SHA-256", "SHA-256-SESS", "MD5", "MD5-SESS"];

    public string Realm => Parameters.GetValueOrDefault("realm", "");

    public string Nonce => Parameters.GetValueOrDefault("nonce", "");

    public string? Opaque => Parameters.GetValueOrDefault("opaque");

    /// <summary>As the server wrote it; MD5 when it said nothing.</summary>
    public string Algorithm => Parameters.GetValueOrDefault("algorithm", "MD5");

    public bool HidesUsername => Parameters.GetValueOrDefault("userhash") == "true";

    /// <summary>Whether it names qualities of protection; servers before RFC 2617 did not.</summary>
    public bool HasQop => Parameters.ContainsKey("qop");

    /// <summary>The strongest challenge that can be met; null when there is none.</summary>
    public static DigestChallenge? Best(string? header) => Challenges(header ?? "")
        .Where(challenge => challenge.Nonce.Length > 0 && challenge.IsAuth && challenge.Rank >= 0)
        .MinBy(challenge => challenge.Rank);

    private bool IsAuth => !HasQop || Parameters["qop"].Split(',', StringSplitOptions.TrimEntries)
        .Contains("auth", StringComparer.OrdinalIgnoreCase);

    private int Rank => Array.IndexOf(Algorithms, Algorithm.ToUpperInvariant());

    private static IEnumerable<DigestChallenge> Challenges(string header)
    {
        Dictionary<string, string>? current = null;
        foreach (var (word, value) in Words(header))
        {
            if (value is null)
            {
                if (current is not null)
                {
                    yield return new DigestChallenge(current);
                }

                current = word.Equals("Digest", StringComparison.OrdinalIgnoreCase) ? [] : null;
            }
            else
            {
                current?.TryAdd(word.ToLowerInvariant(), value);
            }
        }

        if (current is not null)
        {
            yield return new DigestChallenge(current);
        }
    }

    /// <summary>Schemes, which have no value, and the parameters that follow each.</summary>
    private static IEnumerable<(string Word, string? Value)> Words(string header)
    {
        for (var i = 0; i < header.Length;)
        {
            if (header[i] is ' ' or '\t' or ',')
            {
                i++;
                continue;
            }

            var start = i;
            while (i < header.Length && header[i] is not (' ' or '\t' or ',' or '='))
            {
                i++;
            }

            var word = header[start..i];
            var next = i;
            while (next < header.Length && header[next] is ' ' or '\t')
            {
                next++;
            }

            if (next >= header.Length || header[next] != '=')
            {
                yield return (word, null);
                continue;
            }

            i = next + 1;
            yield return (word, Value(header, ref i));
        }
    }

    private static string Value(string header, ref int i)
    {
        while (i < header.Length && header[i] is ' ' or '\t')
        {
            i++;
        }

        if (i >= header.Length || header[i] != '"')
        {
            var start = i;
            while (i < header.Length && header[i] is not (' ' or '\t' or ','))
            {
                i++;
            }

            return header[start..i];
        }

        var text = new System.Text.StringBuilder();
        for (i++; i < header.Length && header[i] != '"'; i++)
        {
            i += header[i] == '\\' && i + 1 < header.Length ? 1 : 0;
            text.Append(header[i]);
        }

        i++;
        return text.ToString();
    }
}
