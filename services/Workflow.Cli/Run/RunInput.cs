using System.Text.Json;
using Workflow.Cli.Http;

namespace Workflow.Cli.Run;

/// <summary>Reads <c>--input</c>: JSON, or <c>@</c> and the name of a file that holds it.</summary>
internal static class RunInput
{
    /// <returns>Null when there is no input.</returns>
    /// <exception cref="ApiException">It is no JSON, with line and column, or there is no such file.</exception>
    public static JsonElement? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var file = text.StartsWith('@') ? text[1..] : null;
        try
        {
            using var json = JsonDocument.Parse(file is null ? text : File.ReadAllText(file));
            return json.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new ApiException(
                $"{file ?? "--input"}:{e.LineNumber + 1}:{e.BytePositionInLine + 1}: no JSON: {e.Message}", true, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ApiException($"--input {text}: {e.Message}", true, e);
        }
    }
}
