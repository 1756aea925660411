using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Workflow.Database.Schema;
using Workflow.Execution.Agents;

namespace Workflow.Registry;

/// <summary>The agents of a registry, kept for as long as it says. While it is away, what is known of an agent goes on
/// counting. Thread-safe.</summary>
internal sealed partial class RemoteRegistry(
    RegistryClient client, RegistryOptions options, TimeProvider time, ILogger logger)
{
    private const int EntriesMax = 10_000;
    private static readonly TimeSpan FreshMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FreshMax = TimeSpan.FromHours(1);

    /// <summary>That there is no such agent is believed for no longer.</summary>
    private static readonly TimeSpan MissingMax = TimeSpan.FromSeconds(5);

    /// <summary>Between two tries, while the registry is away.</summary>
    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan WaitPause = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, Entry> _entries = new();

    /// <summary>The agent, or null when the registry has none of that name.</summary>
    /// <exception cref="RegistryUnavailableException">It is away, and was never asked about this
    /// one.</exception>
    public async Task<AgentRow?> FindAsync(string name, CancellationToken ct)
    {
        var entry = EntryOf(name);
        if (entry.Known is { } known && known.FreshUntil > time.GetUtcNow())
        {
            return known.Agent;
        }

        // One asks; the others have what there is.
        if (!await entry.Asking.WaitAsync(entry.Known is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, ct))
        {
            return entry.Known!.Agent;
        }

        try
        {
            if (entry.Known is null || entry.Known.FreshUntil <= time.GetUtcNow())
            {
                entry.Known = await RefreshAsync(name, entry.Known, ct);
            }

            return entry.Known.Agent;
        }
        finally
        {
            entry.Asking.Release();
        }
    }

    private async Task<Knowledge> RefreshAsync(string name, Knowledge? before, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                var answer = await client.FindAsync(name, before?.Tag, ct);
                var agent = answer.IsChanged ? answer.Agent : before?.Agent;
                var freshFor = answer.FreshFor ?? options.Ttl;
                freshFor = freshFor < FreshMin ? FreshMin : freshFor > FreshMax ? FreshMax : freshFor;
                return new Knowledge(agent, answer.Tag, time.GetUtcNow()
                    + (agent is null && freshFor > MissingMax ? MissingMax : freshFor));
            }
            catch (RegistryUnavailableException error) when (before?.Agent is not null)
            {
                LogStale(logger, name, error.Message);
                return before with { FreshUntil = time.GetUtcNow() + OutagePause };
            }
            catch (RegistryUnavailableException error)
                when (time.GetElapsedTime(began) < options.Wait)
            {
                LogAway(logger, name, error.Message);
                await Task.Delay(WaitPause, time, ct);
            }
        }
    }

    private Entry EntryOf(string name)
    {
        if (_entries.Count >= EntriesMax && !_entries.ContainsKey(name))
        {
            foreach (var (other, entry) in _entries.Where(pair => pair.Value.Known?.Agent is null))
            {
                _entries.TryRemove(KeyValuePair.Create(other, entry));
            }
        }

        return _entries.GetOrAdd(name, _ => new Entry());
    }

    private sealed class Entry
    {
        public SemaphoreSlim Asking { get; } = new(1);

        public Knowledge? Known { get; set; }
    }

    private sealed record Knowledge(AgentRow? Agent, string? Tag, DateTimeOffset FreshUntil);
}
