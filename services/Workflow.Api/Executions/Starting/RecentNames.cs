using System.Collections.Concurrent;
using Workflow.Api.Http;

namespace Workflow.Api.Executions.Starting;

/// <summary>Workflows that were found by their name a moment ago, so that not every start asks for the same one.
/// Thread-safe.</summary>
/// <remarks>One that was deleted meanwhile is noticed when the run is inserted. One of the same name that another
/// replica registers is seen after <see cref="Kept"/> at the latest.</remarks>
public sealed class RecentNames(TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    /// <summary>When there are more, all are dropped.</summary>
    private const int KnownMax = 10_000;

    private readonly ConcurrentDictionary<(string Owner, bool IsAdmin, string Target), (Guid Id, long At)> _found = [];

    /// <param name="target">As the caller wrote it.</param>
    /// <returns>Null for one that was not looked up lately.</returns>
    public Guid? Find(Caller caller, string target) =>
        _found.TryGetValue(KeyOf(caller, target), out var found) && clock.GetElapsedTime(found.At) < Kept
            ? found.Id
            : null;

    public void Keep(Caller caller, string target, Guid id)
    {
        if (_found.Count >= KnownMax)
        {
            Clear();
        }

        _found[KeyOf(caller, target)] = (id, clock.GetTimestamp());
    }

    /// <returns>False when it was not known.</returns>
    public bool Forget(Caller caller, string target) => _found.TryRemove(KeyOf(caller, target), out _);

    /// <summary>For when a name has become another workflow's.</summary>
    public void Clear() => _found.Clear();

    private static (string, bool, string) KeyOf(Caller caller, string target) =>
        (caller.OwnerId, caller.IsAdmin, target);
}
