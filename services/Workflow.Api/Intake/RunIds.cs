using System.Numerics;
using Workflow.Api.Startup;
using Workflow.Database.Intake;
using Workflow.Model;

namespace Workflow.Api.Intake;

/// <summary>Ids of new runs. Shards come in turn. Under load, those that are written together share a shard, so that
/// their messages and events go together too, and their owner commits them together. Thread-safe.</summary>
public sealed class RunIds(RunIntake intake, ClusterState cluster, TimeProvider clock)
{
    /// <summary>At most so many share a shard.</summary>
    private const int Together = 32;

    private static readonly TimeSpan OfLate = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<long> _drawn = [];
    private long? _batch;
    private int _given;
    private uint _turn;

    /// <summary>A new id, of version 7.</summary>
    public Guid Next()
    {
        var shards = cluster.Partitions;
        var shard = (ulong)Turn(shards) * Step(shards) % (uint)shards;
        return Sharding.NewId(clock.GetUtcNow(), (int)shard, shards);
    }

    private uint Turn(int shards)
    {
        var batch = intake.Gathering;
        lock (_gate)
        {
            if (_given >= Share(shards) || batch is null || batch != _batch)
            {
                (_batch, _given) = (batch, 0);
                _turn++;
            }

            _given++;
            return _turn;
        }
    }

    /// <summary>As many as a shard has had of late on average: a burst stays everybody's work, however large.</summary>
    private int Share(int shards)
    {
        var now = clock.GetTimestamp();
        _drawn.Enqueue(now);
        while (_drawn.Count > Together * shards || clock.GetElapsedTime(_drawn.Peek(), now) >= OfLate)
        {
            _drawn.Dequeue();
        }

        return _drawn.Count / shards;
    }

    /// <summary>From one turn's shard to the next one's: comes by all, and seldom twice in a row by the same consumer,
    /// which often owns neighbours or every second shard.</summary>
    private static uint Step(int shards)
    {
        var step = (uint)(shards * 0.38) | 1;
        while (BigInteger.GreatestCommonDivisor(step, shards) > 1)
        {
            step += 2;
        }

        return step;
    }
}
