namespace Workflow.Bridge.Agents.Streams;

/// <summary>Reads an answer that comes line by line (<c>application/x-ndjson</c>), one object on each.</summary>
/// <param name="onLine">Called with every line, whatever it says.</param>
internal sealed class AnswerStream(AnswerLines lines, Action onLine)
{
    public const string MediaType = "application/x-ndjson";

    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<AgentAnswer> ReadAsync(Stream body, CancellationToken ct)
    {
        await foreach (var line in LineReader.ReadAsync(body, lines.BytesMax, ct))
        {
            onLine();
            if (line is null)
            {
                return lines.TooLong;
            }

            if (!line.AsSpan().Trim(" \t"u8).IsEmpty && await lines.TakeAsync(line) is { } answer)
            {
                return answer;
            }
        }

        return AnswerLines.WithoutEnd;
    }
}
