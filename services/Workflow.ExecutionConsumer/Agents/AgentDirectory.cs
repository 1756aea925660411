using System.Data.Common;
using Workflow.Database.Agents;
using Workflow.Execution.Agents;
using Workflow.Registry;

namespace Workflow.ExecutionConsumer.Agents;

/// <summary>The agent registry, read whole and kept for a moment; an old copy serves while the database is away. Nobody
/// is told that there is no such agent from a copy that is older than the question.</summary>
internal sealed partial class AgentDirectory(AgentCatalog catalog, TimeProvider clock, ILogger<AgentDirectory> logger)
    : IAgentDirectory, IDisposable
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private Snapshot? _snapshot;

    public async ValueTask<AgentEntry?> FindAsync(string name, CancellationToken ct)
    {
        var asked = clock.GetTimestamp();
        var snapshot = _snapshot;
        if (snapshot is null || clock.GetElapsedTime(snapshot.ReadAt, asked) > FreshFor)
        {
            snapshot = await RefreshAsync(asked, ct);
        }

        if (snapshot.Agents.GetValueOrDefault(name) is { Enabled: true } found)
        {
            return found;
        }

        return (await RefreshAsync(asked, ct)).Agents.GetValueOrDefault(name);
    }

    public void Dispose() => _reading.Dispose();

    /// <returns>A copy read no earlier than that.</returns>
    private async Task<Snapshot> RefreshAsync(long since, CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            while (_snapshot is null || _snapshot.ReadAt < since)
            {
                await ReadOnceAsync(ct);
            }

            return _snapshot;
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task ReadOnceAsync(CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        try
        {
            var rows = await catalog.ReadAsync(ct);
            var before = _snapshot?.Agents;
            _snapshot = new Snapshot(began, rows.ToDictionary(
                pair => pair.Key, pair => AgentEntries.Of(pair.Value, before?.GetValueOrDefault(pair.Key))));
        }
        catch (Exception error) when (error is DbException or IOException or TimeoutException)
        {
            LogNotRead(logger, error);
            if (_snapshot is null)
            {
                await Task.Delay(FreshFor, clock, ct);
            }
            else
            {
                _snapshot = _snapshot with { ReadAt = began };
            }
        }
    }

    private sealed record Snapshot(long ReadAt, IReadOnlyDictionary<string, AgentEntry> Agents);
}
