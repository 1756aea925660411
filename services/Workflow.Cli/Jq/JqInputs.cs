using System.Text;
using Workflow.Jq;

namespace Workflow.Cli.Jq;

/// <summary>The values a program is run over: from files in turn, or from standard input when there are none.</summary>
internal sealed class JqInputs(JqCall call, Stream standardInput, TextWriter errors)
{
    /// <summary>Whether a file could not be read.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Where the last value came from: file and lines read so far.</summary>
    public string Place { get; private set; } = "<unknown>";

    /// <summary>After a file that could not be read comes at most one more value: jq's own habit.</summary>
    /// <exception cref="System.Text.Json.JsonException">An input is no JSON.</exception>
    public IEnumerable<JqValue> Values() =>
        call.NullInput ? [JqValue.Null] : call.Slurp ? [Whole()] : EachUntilFailure();

    private IEnumerable<JqValue> EachUntilFailure()
    {
        foreach (var value in Each())
        {
            yield return value;
            if (HasFailed)
            {
                yield break;
            }
        }
    }

    private JqValue Whole() => call.RawInput
        ? JqValue.String(string.Concat(Texts().Select(text => Encoding.UTF8.GetString(text.Content))))
        : JqValue.Array(Each());

    private IEnumerable<JqValue> Each() => Texts().SelectMany(text =>
        call.RawInput ? Lines(text.Name, text.Content) : Documents(text.Name, text.Content));

    private IEnumerable<JqValue> Documents(string name, byte[] content)
    {
        var reader = new JqReader(content);
        while (reader.Read() is { } value)
        {
            Place = $"{name}:{reader.Lines}";
            yield return value;
        }

        Place = $"{name}:{reader.Lines}";
    }

    private IEnumerable<JqValue> Lines(string name, byte[] content)
    {
        var text = Encoding.UTF8.GetString(content);
        var count = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            count += end < 0 ? 0 : 1;
            Place = $"{name}:{count}";
            yield return JqValue.String(text[at..(end < 0 ? text.Length : end)]);
            at = end < 0 ? text.Length : end + 1;
        }
    }

    private IEnumerable<(string Name, byte[] Content)> Texts()
    {
        foreach (var file in call.Files.DefaultIfEmpty("-"))
        {
            if (file == "-")
            {
                using var all = new MemoryStream();
                standardInput.CopyTo(all);
                yield return ("<stdin>", all.ToArray());
            }
            else if (ReadFile(file) is { } content)
            {
                yield return (file, content);
            }
        }
    }

    private byte[]? ReadFile(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            HasFailed = true;
            var why = error switch
            {
                FileNotFoundException or DirectoryNotFoundException => "No such file or directory",
                _ when Directory.Exists(file) => "Is a directory",
                UnauthorizedAccessException => "Permission denied",
                _ => error.Message,
            };
            errors.WriteLine($"jq: error: Could not open file {file}: {why}");
            return null;
        }
    }
}
