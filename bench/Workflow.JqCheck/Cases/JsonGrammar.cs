using System.Globalization;
using System.Text;

namespace Workflow.JqCheck.Cases;

/// <summary>Writes random JSON values.</summary>
internal sealed class JsonGrammar(Random random)
{
    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "1", "-1", "2", "3.5", "1000", "0.1", "100", "\"\"", "\"a\"", "\"b\"", "\"ab,c\"",
        "\"1\"", "\"é\"", "\"😀\"", "\"A b\"", "\"<&'>\"", "\"a\\nb\\t\\\"\"", "\"2015-03-05T23:51:47Z\"", "1425599507",
    ];

    private static readonly string[] Keys = ["a", "b", "c", "key", "name", "value", "k", "v", "x", "é"];

    /// <summary>A value whose arrays and objects are nested at most that deeply.</summary>
    public string Value(int depth)
    {
        var text = new StringBuilder();
        Write(text, depth);
        return text.ToString();
    }

    private void Write(StringBuilder text, int depth)
    {
        switch (depth == 0 ? 0 : random.Next(4))
        {
            case 0:
                text.Append(Scalars[random.Next(Scalars.Length)]);
                break;
            case 1 when random.Next(3) == 0:
                text.Append(CultureInfo.InvariantCulture, $"{Math.Round(random.NextDouble() * 1000, 2)}");
                break;
            case 1 or 2:
                WriteAll(text, '[', ']', _ => Write(text, depth - 1));
                break;
            default:
                WriteAll(text, '{', '}', i =>
                {
                    text.Append('"').Append(Keys[(random.Next(3) + i) % Keys.Length]).Append("\":");
                    Write(text, depth - 1);
                });
                break;
        }
    }

    private void WriteAll(StringBuilder text, char open, char close, Action<int> write)
    {
        text.Append(open);
        for (var (i, count) = (0, random.Next(5)); i < count; i++)
        {
            text.Append(i > 0 ? "," : "");
            write(i * 3);
        }

        text.Append(close);
    }
}
