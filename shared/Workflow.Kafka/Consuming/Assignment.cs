namespace Workflow.Kafka;

/// <summary>One partition for as long as it is ours in one go. When it comes back it comes as a new assignment, so
/// that what is finished late cannot move the new watermark. Thread-safe.</summary>
public sealed class Assignment
{
    private readonly HandBack _handBack;
    private readonly Tenure _tenure;

    internal Assignment(string topic, int partition, HandBack handBack)
        : this(topic, partition, handBack, new Tenure())
    {
    }

    private Assignment(string topic, int partition, HandBack handBack, Tenure tenure)
    {
        (Topic, Partition, _handBack, _tenure) = (topic, partition, handBack, tenure);
    }

    /// <summary>One of <see cref="Model.Topics"/>.</summary>
    public string Topic { get; }

    public int Partition { get; }

    /// <summary>False once the partition was revoked, lost or given up.</summary>
    public bool IsCurrent => !_tenure.Ended;

    /// <summary>Touched by the consumer's thread only.</summary>
    internal OffsetWatermark Watermark { get; } = new();

    /// <summary>Says that everything the message asked for is committed in the database, so that it need not come
    /// again (R7). Never waits; without effect once the assignment is over.</summary>
    public void Done(long offset)
    {
        if (IsCurrent)
        {
            _handBack.Add(this, offset);
        }
    }

    /// <summary>The same tenure over a log that began anew, with a watermark of its own.</summary>
    internal Assignment Restarted() => new(Topic, Partition, _handBack, _tenure);

    internal void End() => _tenure.Ended = true;

    private sealed class Tenure
    {
        private volatile bool _ended;

        public bool Ended
        {
            get => _ended;
            set => _ended = value;
        }
    }
}
