namespace Workflow.Api.Startup;

/// <summary>What this process knows of the cluster. Thread-safe.</summary>
public sealed class ClusterState
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int _partitions;
    private volatile string _database = "not reached yet";
    private volatile string _topics = "not looked at yet";

    /// <summary>Whether the database has been migrated, so that requests can be served.</summary>
    public bool IsReady => _partitions > 0;

    /// <summary>Ends when <see cref="IsReady"/> becomes true.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Shard count; 0 until <see cref="IsReady"/>.</summary>
    public int Partitions
    {
        get => _partitions;
        set
        {
            _partitions = value;
            if (value > 0)
            {
                _ready.TrySetResult();
            }
        }
    }

    /// <summary>How far the set-up of the database is, in words.</summary>
    public string Database
    {
        get => _database;
        set => _database = value;
    }

    /// <summary>How far the set-up of the topics is, in words.</summary>
    public string Topics
    {
        get => _topics;
        set => _topics = value;
    }
}
