using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Workflow.Cli.Connections;
using Workflow.Cli.Output;

namespace Workflow.Cli.Http;

/// <summary>The few calls of the API that the command line makes.</summary>
internal sealed class ApiClient(HttpClient http) : IDisposable
{
    // The API decides how long a page is, 1000 by default; a shorter one than this is taken for the last.
    private const int ShortestFullPage = 500;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    /// <exception cref="InputException">The token cannot be sent.</exception>
    public static ApiClient To(Connection connection)
    {
        var http = new HttpClient { BaseAddress = connection.Url, Timeout = CallTimeout };
        if (connection.Token is not { } token)
        {
            return new ApiClient(http);
        }

        if (token.Any(c => c is <= ' ' or > '~'))
        {
            throw new InputException(
                $"The token has a character that no token has (blank, line break, …); look at "
                + $"{Connection.TokenVariable} or the context's token.");
        }

        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new ApiClient(http);
    }

    /// <summary>Root of the API.</summary>
    public Uri Root => http.BaseAddress!;

    /// <exception cref="ApiException">The definition is refused, or the API cannot be reached.</exception>
    public async Task<RegisteredWorkflow> RegisterAsync(string file, CancellationToken ct)
    {
        var type = Path.GetExtension(file) == ".json" ? "application/json" : "application/yaml";
        using var body = new StringContent(await File.ReadAllTextAsync(file, ct), Encoding.UTF8);
        body.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/workflows") { Content = body };
        var workflow = await SendAsync(request, ApiJson.Default.RegisteredWorkflow, ct, file);
        foreach (var warning in workflow.Warnings ?? [])
        {
            await Console.Error.WriteLineAsync($"{file}: warning: {warning.Message} ({warning.Pointer})");
        }

        return workflow;
    }

    public async Task PutAgentAsync(ListedAgent agent, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/v1/agents/{Uri.EscapeDataString(agent.Name)}")
        {
            Content = JsonContent.Create(
                new AgentRegistration(agent.Endpoint, agent.Description), ApiJson.Default.AgentRegistration),
        };
        using var answer = await AnswerAsync(request, ct);
        await RefuseAsync(answer, null, ct);
    }

    public async Task<RunSnapshot> RunAsync(Guid run, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/workflows/executions/{run}");
        return await SendAsync(request, ApiJson.Default.RunSnapshot, ct);
    }

    /// <summary>All steps so far, page by page.</summary>
    public async Task<StepList> StepsAsync(Guid run, CancellationToken ct)
    {
        var steps = new List<StepSnapshot>();
        while (true)
        {
            var path = $"api/executions/{run}/steps?offset={steps.Count}";
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            var page = await SendAsync(request, ApiJson.Default.StepList, ct);
            steps.AddRange(page.Steps);
            if (page.Steps.Count < ShortestFullPage)
            {
                return new StepList(page.TotalSteps, steps);
            }
        }
    }

    /// <summary>Asks another service for its agents; it gets no token of ours.</summary>
    public static async Task<IReadOnlyList<ListedAgent>> AgentsOfAsync(Uri service, CancellationToken ct)
    {
        using var client = new ApiClient(new HttpClient { BaseAddress = service, Timeout = CallTimeout });
        using var request = new HttpRequestMessage(HttpMethod.Get, "agents");
        return await client.SendAsync(request, ApiJson.Default.IReadOnlyListListedAgent, ct);
    }

    /// <param name="path">Below the root, with its query.</param>
    /// <exception cref="ApiException">The API refuses, or cannot be reached.</exception>
    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> shape, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request, shape, ct);
    }

    /// <param name="path">Below the root.</param>
    /// <param name="headers">Those whose value is null are left out.</param>
    /// <exception cref="ApiException">The API refuses, or cannot be reached.</exception>
    public async Task<T> PostAsync<T>(
        string path, JsonObject body, JsonTypeInfo<T> shape, CancellationToken ct,
        params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await SendAsync(request, shape, ct);
    }

    /// <summary>Any call; its answer is taken as it is.</summary>
    /// <param name="path">Below the root, with its query.</param>
    /// <param name="body">Null for none.</param>
    /// <param name="file">Named in messages about mistakes in the body; null without a file.</param>
    /// <returns>Null for an answer without content.</returns>
    /// <exception cref="ApiException">The API refuses, or cannot be reached.</exception>
    public async Task<JsonNode?> CallAsync(
        HttpMethod method, string path, HttpContent? body, CancellationToken ct, string? file = null,
        params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await AnswerAsync(request, ct);
        await RefuseAsync(answer, file, ct);
        var text = await answer.Content.ReadAsByteArrayAsync(ct);
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException e)
        {
            throw new ApiException($"{request.RequestUri} answered no JSON: {e.Message}", inner: e);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<T> SendAsync<T>(
        HttpRequestMessage request, JsonTypeInfo<T> shape, CancellationToken ct, string? file = null)
    {
        using var answer = await AnswerAsync(request, ct);
        await RefuseAsync(answer, file, ct);
        try
        {
            return await answer.Content.ReadFromJsonAsync(shape, ct)
                ?? throw new ApiException($"{request.RequestUri} answered null.");
        }
        catch (JsonException e)
        {
            throw new ApiException($"{request.RequestUri} answered something else: {e.Message}", inner: e);
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            return await http.SendAsync(request, ct);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            throw new UnreachableException($"{http.BaseAddress} cannot be reached: {e.GetBaseException().Message}", e);
        }
    }

    private static async Task RefuseAsync(HttpResponseMessage answer, string? file, CancellationToken ct)
    {
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        var text = await answer.Content.ReadAsStringAsync(ct);
        var status = (int)answer.StatusCode;
        var (problem, whole) = ReadProblem(text);
        var message = problem is null
            ? $"The API answered {status}: {CellText.Safe(text)}"
            : ProblemText.Of(problem, status, file);
        throw ExitCode.Of(status) == ExitCode.Unreachable
            ? new UnreachableException(message) { Problem = problem, Answer = whole }
            : new ApiException(message, ExitCode.Of(status)) { Problem = problem, Answer = whole };
    }

    private static (Problem? Problem, JsonObject? Whole) ReadProblem(string text)
    {
        try
        {
            return (
                JsonSerializer.Deserialize(text, ApiJson.Default.Problem), JsonNode.Parse(text) as JsonObject);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
