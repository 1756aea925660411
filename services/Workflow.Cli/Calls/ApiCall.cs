using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Workflow.Cli.Http;
using Workflow.Cli.Output;

namespace Workflow.Cli.Calls;

/// <summary>One use of a command: what was given, the API, and where answers go.</summary>
internal sealed record ApiCall(ParseResult Words, ApiClient Api, Printer Print, CancellationToken Ct)
{
    public T? Value<T>(Option<T> option) => Words.GetValue(option);

    public T Value<T>(Argument<T> argument) => Words.GetValue(argument)!;

    /// <exception cref="ApiException">The API refuses, or cannot be reached.</exception>
    public async Task<JsonNode?> GetAsync(string path) => await Api.CallAsync(HttpMethod.Get, path, null, Ct);

    /// <exception cref="ApiException">The API refuses, or cannot be reached.</exception>
    public async Task<JsonNode?> PostAsync(
        string path, JsonObject? body = null, params (string Name, string? Value)[] headers) =>
        await Api.CallAsync(HttpMethod.Post, path, JsonBody(body ?? []), Ct, null, headers);

    /// <exception cref="ApiException">The API refuses, or cannot be reached.</exception>
    public async Task<JsonNode?> PutAsync(string path, JsonObject body) =>
        await Api.CallAsync(HttpMethod.Put, path, JsonBody(body), Ct);

    /// <exception cref="ApiException">The API refuses, or cannot be reached.</exception>
    public async Task DeleteAsync(string path) => await Api.CallAsync(HttpMethod.Delete, path, null, Ct);

    private static StringContent JsonBody(JsonObject body) =>
        new(body.ToJsonString(), Encoding.UTF8, "application/json");
}
