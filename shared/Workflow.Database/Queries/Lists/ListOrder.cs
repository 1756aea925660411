namespace Workflow.Database.Queries.Lists;

/// <summary>What a list is sorted by.</summary>
public enum ListSort
{
    Created,

    /// <summary>A run that has not begun counts as begun when it was created.</summary>
    Started,

    /// <summary>An open run counts as ending after all that have ended; open ones go by their creation.</summary>
    Completed,
}

/// <summary>The order of a list; equal times go by run id.</summary>
public readonly record struct ListOrder(ListSort Sort, bool IsAscending)
{
    internal string Direction => IsAscending ? "asc" : "desc";
}

/// <summary>A run's place in a list: what follows it is the next page.</summary>
/// <param name="IsOpen">For a list by completion: whether it is among the open runs.</param>
/// <param name="At">The time it is sorted by, to the microsecond.</param>
public readonly record struct ListPlace(bool IsOpen, DateTimeOffset At, Guid RunId);

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Limit">Most runs of the page.</param>
/// <param name="Offset">Runs to leave out before it.</param>
/// <param name="After">Where the page before ended; null for the beginning.</param>
public readonly record struct ListPart(int Limit, int Offset, ListPlace? After);
