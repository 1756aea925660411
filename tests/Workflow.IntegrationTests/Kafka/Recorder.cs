using System.Text;
using System.Threading.Channels;
using Workflow.Kafka;

namespace Workflow.IntegrationTests.Kafka;

/// <summary>Writes down what a consumer reports, so that a test can wait for it.</summary>
internal sealed class Recorder : IPartitionEvents
{
    private readonly Channel<Seen> _seen = Channel.CreateUnbounded<Seen>();
    private readonly List<Seen> _passedOver = [];
    private volatile Func<bool>? _condition;
    private TaskCompletionSource? _met;

    /// <summary>Called by <see cref="Revoked"/>; its task holds the partition back.</summary>
    public Func<int, Task> OnRevoked { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called with each body before it is written down; may throw.</summary>
    public Func<string, int> OnMessage { get; set; } = _ => 0;

    public void Assigned(int partition, Assignment assignment) =>
        Write(new Seen("assigned", partition, assignment, null));

    public Task Revoked(int partition)
    {
        Write(new Seen("revoked", partition, null, null));
        return OnRevoked(partition);
    }

    public void Lost(int partition) => Write(new Seen("lost", partition, null, null));

    public void Message(Assignment assignment, in ReceivedMessage message)
    {
        OnMessage(Encoding.UTF8.GetString(message.Value!));
        Write(new Seen("message", message.Partition, assignment, message));
    }

    public void Polled()
    {
        if (_condition is { } condition && condition())
        {
            _condition = null;
            _met!.SetResult();
        }
    }

    /// <summary>Waits until the condition holds, asked after every poll.</summary>
    public Task When(Func<bool> condition)
    {
        _met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _condition = condition;
        return _met.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>The first thing that meets the condition and was not handed out before. What is read on the way is
    /// kept for later looks: two things may come in any order.</summary>
    public async Task<Seen> Until(Func<Seen, bool> met)
    {
        var place = _passedOver.FindIndex(seen => met(seen));
        if (place >= 0)
        {
            var found = _passedOver[place];
            _passedOver.RemoveAt(place);
            return found;
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var seen = await _seen.Reader.ReadAsync(deadline.Token);
            if (met(seen))
            {
                return seen;
            }

            _passedOver.Add(seen);
        }
    }

    public Task<Seen> Next(string kind) => Until(seen => seen.Kind == kind);

    /// <summary>The next things of one kind, so many of them.</summary>
    public async Task<List<Seen>> Take(string kind, int count)
    {
        var taken = new List<Seen>();
        while (taken.Count < count)
        {
            taken.Add(await Next(kind));
        }

        return taken;
    }

    /// <summary>What came and was not handed out.</summary>
    public List<Seen> Rest()
    {
        List<Seen> rest = [.. _passedOver];
        _passedOver.Clear();
        while (_seen.Reader.TryRead(out var seen))
        {
            rest.Add(seen);
        }

        return rest;
    }

    private void Write(Seen seen) => _seen.Writer.TryWrite(seen);
}

internal sealed record Seen(string Kind, int Partition, Assignment? Assignment, ReceivedMessage? Received)
{
    public ReceivedMessage Message => Received!.Value;

    public string Text => Encoding.UTF8.GetString(Message.Value!);

    public void Done() => Assignment!.Done(Message.Offset);
}
