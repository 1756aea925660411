using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Workflow.Database.Agents;
using Workflow.Database.Schema;
using Workflow.Execution.Agents;
using Workflow.Outgoing.Secrets;

namespace Workflow.Registry;

/// <summary>The agents of a registry over HTTP, for executors and for the API. Whoever it names no owner for is
/// everybody's.</summary>
public sealed class RemoteAgents : IAgentDirectory, IAgentLookup, IDisposable
{
    private const int PagesMax = 20;

    private readonly HttpClient _http;
    private readonly RegistryClient _client;
    private readonly RemoteRegistry _registry;
    private readonly string _url;
    private readonly ConcurrentDictionary<string, (AgentRow Row, AgentEntry Entry)> _entries = new();

    public RemoteAgents(RegistryOptions options, SecretSource secrets, TimeProvider time, ILogger<RemoteAgents> logger)
    {
        _url = options.Url!;
        _http = RegistryClient.NewHttp(options);
        _client = new RegistryClient(_http, secrets, options, time);
        _registry = new RemoteRegistry(_client, options, time, logger);
    }

    /// <inheritdoc />
    public string PlaceOf(string name) => $"in the registry at {_url} (AGENT_REGISTRY_URL)";

    /// <inheritdoc />
    public async ValueTask<AgentEntry?> FindAsync(string name, CancellationToken ct)
    {
        if (await _registry.FindAsync(name, ct) is not { } row)
        {
            _entries.TryRemove(name, out _);
            return null;
        }

        var before = _entries.GetValueOrDefault(name);
        if (before.Row != row)
        {
            before = _entries[name] = (row, AgentEntries.Of(row, before.Entry));
        }

        return before.Entry;
    }

    /// <inheritdoc />
    public async Task<AgentRow?> FindVisibleAsync(string? sees, string name, CancellationToken ct) =>
        await _registry.FindAsync(name, ct) is { } row && IsVisible(row, sees) ? row : null;

    /// <inheritdoc />
    public async Task<List<AgentRow>> ListAsync(string? sees, string? after, int limit, CancellationToken ct)
    {
        var found = new List<AgentRow>();
        for (var page = 0; page < PagesMax && found.Count < limit; page++)
        {
            var told = await _client.ListAsync(after, limit, ct);
            var more = told.Where(row => after is null || string.CompareOrdinal(row.Name, after) > 0)
                .DistinctBy(row => row.Name).OrderBy(row => row.Name, StringComparer.Ordinal).ToList();
            found.AddRange(more.Where(row => IsVisible(row, sees)));
            if (told.Count < limit || more.Count == 0)
            {
                break;
            }

            after = more[^1].Name;
        }

        return [.. found.Take(limit)];
    }

    /// <inheritdoc />
    public async Task<List<string>> MissingAsync(
        string? sees, IReadOnlyCollection<string> names, CancellationToken ct)
    {
        var found = await Task.WhenAll(names.Select(name => FindVisibleAsync(sees, name, ct)));
        return [.. names.Except(found.Where(row => row is not null).Select(row => row!.Name))];
    }

    /// <inheritdoc />
    public async Task<List<string>> DisabledAsync(
        string? sees, IReadOnlyCollection<string> names, CancellationToken ct)
    {
        var found = await Task.WhenAll(names.Select(name => FindVisibleAsync(sees, name, ct)));
        return [.. found.OfType<AgentRow>().Where(row => !row.Enabled).Select(row => row.Name)];
    }

    public void Dispose() => _http.Dispose();

    private static bool IsVisible(AgentRow row, string? sees) => sees is null || row.OwnerId == sees || row.Shared;
}
