namespace Workflow.Simulation.Store;

/// <summary>How far a statement came.</summary>
internal enum Progress
{
    /// <summary>It waits for a row lock of somebody else.</summary>
    Blocked,

    /// <summary>Others may act before it goes on.</summary>
    More,

    /// <summary>It is committed.</summary>
    Done,
}

/// <summary>What one round trip does at the server, in parts between which others may act. Each part sees what is
/// committed when it begins (READ COMMITTED).</summary>
internal abstract class Statement<T>
{
    public T Result { get; protected set; } = default!;

    public abstract Progress Advance(ModelDatabase database);

    /// <summary>The server process behind it ends: everything is rolled back, locks are free.</summary>
    public virtual void Abort(ModelDatabase database)
    {
    }
}

/// <summary>A statement that is over in one go.</summary>
internal sealed class AtOnce<T>(Func<ModelDatabase, T> act) : Statement<T>
{
    public override Progress Advance(ModelDatabase database)
    {
        Result = act(database);
        return Progress.Done;
    }
}
