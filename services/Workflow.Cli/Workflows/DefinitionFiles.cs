using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Workflows;

/// <summary>Sends files of definitions as they are: their lines and columns are then those of the answer.</summary>
internal static class DefinitionFiles
{
    public static Argument<string[]> Argument() => new("file")
    {
        Description = "Definitions, YAML or JSON.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <exception cref="InputException">The file cannot be read.</exception>
    /// <exception cref="Http.ApiException">The definition is refused, or the API cannot be reached.</exception>
    public static async Task<JsonNode?> PostAsync(ApiCall call, string path, string file)
    {
        using var body = new ByteArrayContent(await ReadAsync(file, call.Ct));
        var type = Path.GetExtension(file) == ".json" ? "application/json" : "application/yaml";
        body.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await call.Api.CallAsync(HttpMethod.Post, path, body, call.Ct, file);
    }

    /// <exception cref="InputException">The file cannot be read.</exception>
    public static async Task<byte[]> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: {e.Message}", e);
        }
    }
}
