using System.Text;

namespace Workflow.JqCheck.Cases;

/// <summary>Random texts, and texts with random damage.</summary>
internal sealed class TextNoise(Random random)
{
    private static readonly string[] ProgramPieces =
    [
        "(", ")", "[", "]", "{", "}", "|", ",", ".", "..", "?", "?//", "//", "//=", "|=", "=", "==", "!=", "<", ">=",
        "+", "-", "*", "/", "%", ":", ";", "$", "$x", "\"", "\\(", "\\u", "\\", "@", "@json", "def", "as", "if", "then",
        "elif", "else", "end", "reduce", "foreach", "try", "catch", "label", "break", "and", "or", "not", "import",
        "include", "__loc__", "#", "\n", "\t", "\r", " ", "0", "1", "1e", "e9", ".5", "é", "😀", "\0", "\uFEFF", "a::b",
    ];

    private static readonly string[] JsonPieces =
    [
        "[", "]", "{", "}", "\"", ",", ":", "0", "1", "-", "+", ".", "e9", "E-", "1e400", "true", "fals", "null", "nan",
        "NaN", "-Infinity", "\\u", "\\ud83d", "\\ude00", "\\n", "\\", "é", "😀", " ", "\n", "\t", "\0", "\uFEFF", "'",
        "\u001f", "00", "-0", "123456789012345678901234567890", "/", "//", "{\"a\":1}",
    ];

    private static readonly string[] RegexPieces =
    [
        "a", "b", ".", "*", "+", "?", "{2}", "{1,}", "{,3}", "(", ")", "(?:", "(?<n>", "(?=", "(?!", "(?<=", "(?<!",
        "(?>",
        "(?i)", "(?m:", "(?#c)", "|", "[", "]", "[^", "a-z", "[:alpha:]", "[[:digit:]]", "&&", "^", "$", "\\A", "\\z",
        "\\b", "\\B", "\\d", "\\W", "\\h", "\\H", "\\R", "\\X", "\\K", "\\G", "\\p{L}", "\\p{^Lu}", "\\P{Greek}",
        "\\x41",
        "\\x{1F600}", "\\u00e9", "\\1", "\\k<n>", "\\g<n>", "\\", "é", "😀", "++", "*?", "#", " ", "-", "\\n",
    ];

    public string Program() => Pieces(ProgramPieces, 30);

    public string Json() => Pieces(JsonPieces, random.Next(4) == 0 ? 24 : 6);

    public string Regex() => Pieces(RegexPieces, 12);

    /// <summary>Any bytes, read as UTF-8.</summary>
    public byte[] Bytes(int most)
    {
        var bytes = new byte[random.Next(1, most)];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>The text with up to six places overwritten, cut out, doubled or mixed with pieces.</summary>
    public string Damage(string text, bool isJson)
    {
        var damaged = new StringBuilder(text);
        for (var times = random.Next(1, 7); times > 0 && damaged.Length > 0; times--)
        {
            var at = random.Next(damaged.Length);
            var length = random.Next(Math.Min(8, damaged.Length - at));
            switch (random.Next(5))
            {
                case 0:
                    damaged[at] = (char)random.Next(128);
                    break;
                case 1:
                    damaged.Remove(at, length);
                    break;
                case 2:
                    damaged.Insert(at, damaged.ToString(at, length));
                    break;
                case 3:
                    damaged[at] = (char)random.Next(0x10000);
                    break;
                default:
                    damaged.Insert(at, Pick(isJson ? JsonPieces : ProgramPieces));
                    break;
            }
        }

        return damaged.ToString();
    }

    private string Pieces(string[] pieces, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(1, most)).Select(_ => Pick(pieces)));

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];
}
