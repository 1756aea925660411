namespace Workflow.Simulation.Store;

/// <summary>Where a round trip is.</summary>
internal enum Leg
{
    /// <summary>On its way, or executing.</summary>
    Server,

    /// <summary>Executed; the answer is on its way.</summary>
    Client,

    /// <summary>Answered, broken, or nobody waits any more.</summary>
    Over,
}

/// <summary>One round trip of a process to the database. The process may be gone while it is under way; the server
/// executes it all the same.</summary>
internal abstract class Exchange(object from, string what)
{
    public object From { get; } = from;

    public string What { get; } = what;

    public Leg Leg { get; protected set; }

    /// <summary>What executes at the server.</summary>
    public abstract object Body { get; }

    /// <summary>Whether anybody still waits for the answer.</summary>
    public bool IsAwaited { get; set; } = true;

    public abstract Progress Serve(ModelDatabase database);

    public abstract void Answer();

    /// <summary>The connection is cut. What has not reached the server may still do so.</summary>
    public abstract void Break();

    /// <summary>The server process ends in the middle.</summary>
    public abstract void Abort(ModelDatabase database);
}

internal sealed class Exchange<T>(object from, string what, Statement<T> statement) : Exchange(from, what)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answered => _answer.Task;

    public override object Body => statement;

    public override Progress Serve(ModelDatabase database)
    {
        var progress = statement.Advance(database);
        if (progress == Progress.Done)
        {
            Leg = IsAwaited ? Leg.Client : Leg.Over;
            database.Ledger.Coverage.Orphaned += !IsAwaited && statement is FlushRuns ? 1 : 0;
        }

        return progress;
    }

    public override void Answer()
    {
        Leg = Leg.Over;
        _answer.TrySetResult(statement.Result);
    }

    public override void Break()
    {
        IsAwaited = false;
        _answer.TrySetException(new IOException("The connection is cut."));
        if (Leg == Leg.Client)
        {
            Leg = Leg.Over;
        }
    }

    public override void Abort(ModelDatabase database)
    {
        statement.Abort(database);
        Break();
        Leg = Leg.Over;
    }

    public void Cancel(CancellationToken ct)
    {
        IsAwaited = false;
        _answer.TrySetCanceled(ct);
    }
}
