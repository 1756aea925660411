using System.Text;
using Confluent.Kafka;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Simulation.Broker;

/// <summary>One partition of the request topic, with the group's offset.</summary>
internal sealed class ModelPartition(int number)
{
    private readonly List<ConsumeResult<byte[], byte[]>> _log = [];

    public int Number { get; } = number;

    public Member? Owner { get; set; }

    /// <summary>Counts assignments: what a member says about an earlier one has no effect.</summary>
    public int Tenure { get; set; }

    /// <summary>First offset that the group has not done.</summary>
    public long Committed { get; set; }

    public long End => _log.Count;

    public ConsumeResult<byte[], byte[]> this[long offset] => _log[(int)offset];

    /// <param name="isOurs">Sent by our API, so that a row exists.</param>
    public void Append(Guid runId, RawJson plan, bool isOurs, DateTimeOffset at)
    {
        var headers = new Headers();
        if (isOurs)
        {
            headers.Add(MessageHeaders.Source, Encoding.ASCII.GetBytes(MessageHeaders.SourceApi));
        }

        _log.Add(new ConsumeResult<byte[], byte[]>
        {
            Topic = Topics.ExecutionRequests,
            Partition = Number,
            Offset = _log.Count,
            Message = new Message<byte[], byte[]>
            {
                Key = Encoding.ASCII.GetBytes(runId.ToString()),
                Value = MessageCodec.Encode(new ExecutionRequest(runId, plan, RawJson.Null, at)),
                Headers = headers,
                Timestamp = new Timestamp(at),
            },
        });
    }
}

/// <summary>A member of the group, as coordinator and client see it.</summary>
internal sealed class Member(string name)
{
    public string Name { get; } = name;

    /// <summary>What the client has still to be told, in order.</summary>
    public Queue<GroupEvent> Events { get; } = new();

    /// <summary>Partitions it was asked to give back.</summary>
    public HashSet<int> Returning { get; } = [];

    public bool IsJoined { get; set; }

    /// <summary>The broker is out of its reach.</summary>
    public bool IsCut { get; set; }

    /// <summary>The client has been told that its session ended.</summary>
    public bool IsToldLost { get; set; } = true;

    /// <summary>When the coordinator last heard of it.</summary>
    public TimeSpan Beat { get; set; }
}

internal enum GroupChange
{
    Assigned,
    Revoke,
    Lost,
}

internal readonly record struct GroupEvent(GroupChange Change, int Partition, int Tenure = 0);
