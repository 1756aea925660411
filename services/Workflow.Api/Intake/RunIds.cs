using Workflow.Api.Startup;
using Workflow.Database.Intake;
using Workflow.Model;

namespace Workflow.Api.Intake;

/// <summary>Ids of new runs. Shards come in turn. While many runs are written at a time, those that are written
/// together share a shard, so that their messages and events go together too, and their owner commits them together.
/// Thread-safe.</summary>
public sealed class RunIds(RunIntake intake, ClusterState cluster, TimeProvider clock)
{
    /// <summary>Of one batch on one shard; the others go to the next, so that much work is everybody's.</summary>
    private const int Together = 32;

    private readonly Lock _gate = new();
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
            if (batch is null || batch != _batch || _given == Together)
            {
                (_batch, _given) = (batch, 0);
                _turn++;
            }

            _given++;
            return _turn;
        }
    }
}
