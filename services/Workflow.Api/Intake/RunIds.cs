using Workflow.Api.Startup;
using Workflow.Database.Intake;
using Workflow.Model;

namespace Workflow.Api.Intake;

/// <summary>Ids of new runs. Shards come in turn. Under lasting load, those that are written together share a shard, so
/// that their messages and events go together too, and their owner commits them together. Thread-safe.</summary>
public sealed class RunIds(RunIntake intake, ClusterState cluster, TimeProvider clock)
{
    /// <summary>So many ids within a second are lasting load. A burst is smaller, and everybody's.</summary>
    private const int Load = 512;

    /// <summary>Of one batch on one shard; the others go to the next.</summary>
    private const int Together = 32;

    private readonly Lock _gate = new();
    private readonly Queue<long> _drawn = new(Load + 1);
    private long? _batch;
    private int _given;
    private uint _turn;

    /// <summary>A new id, of version 7.</summary>
    public Guid Next()
    {
        var shards = cluster.Partitions;
        return Sharding.NewId(clock.GetUtcNow(), (int)(Turn() % (uint)shards), shards);
    }

    private uint Turn()
    {
        var batch = intake.Gathering;
        lock (_gate)
        {
            if (!IsLoaded() || batch is null || batch != _batch || _given == Together)
            {
                (_batch, _given) = (batch, 0);
                _turn++;
            }

            _given++;
            return _turn;
        }
    }

    private bool IsLoaded()
    {
        _drawn.Enqueue(clock.GetTimestamp());
        return _drawn.Count > Load && clock.GetElapsedTime(_drawn.Dequeue()) < TimeSpan.FromSeconds(1);
    }
}
