namespace Workflow.Database.Queries.Lists;

/// <summary>How much of the table one page may look at.</summary>
/// <param name="RowsMax">Runs of each status and type that are looked at for conditions without an index.</param>
/// <param name="CountMax">Most runs that are counted.</param>
/// <param name="PayloadBytesMax">Larger inputs and outputs are left out of a list; 0 leaves all out.</param>
public readonly record struct ListLimits(int RowsMax, int CountMax, int PayloadBytesMax)
{
    /// <summary>Most owners whose runs are listed together.</summary>
    public const int OwnersMax = 1_000;

    /// <summary>Most combinations of owner, type, status and name that open runs are gone through by.</summary>
    public const int OpenSlicesMax = 5_000;
}
