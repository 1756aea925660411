namespace Workflow.Bridge.Calls;

/// <summary>Places at one agent. How many there are may change while it is in use. Thread-safe.</summary>
internal sealed class AgentGate
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _running;
    private int _places;

    /// <summary>Calls running or waiting; guarded by the <see cref="AgentGates"/>.</summary>
    public int Users { get; set; }

    /// <summary>Calls that run on the agent's own places; guarded by the <see cref="AgentGates"/>.</summary>
    public int OwnTaken { get; set; }

    /// <summary>Waits for a place, first come first served.</summary>
    /// <param name="places">How many there are from now on.</param>
    public async Task EnterAsync(int places, CancellationToken ct)
    {
        LinkedListNode<TaskCompletionSource> place;
        lock (_gate)
        {
            _places = places;
            place = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            LetIn();
        }

        try
        {
            await place.Value.Task.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            GiveUp(place);
            throw;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            _running--;
            LetIn();
        }
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> place)
    {
        lock (_gate)
        {
            if (place.List is not null)
            {
                _waiting.Remove(place);
                return;
            }
        }

        // It was let in at the same moment.
        Leave();
    }

    private void LetIn()
    {
        while (_running < _places && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            _running++;
            first.Value.SetResult();
        }
    }
}
