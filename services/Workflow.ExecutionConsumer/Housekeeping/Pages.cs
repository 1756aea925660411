namespace Workflow.ExecutionConsumer.Housekeeping;

/// <summary>Deals with what waits page by page, for one look.</summary>
internal static class Pages
{
    /// <summary>So many pages in one look, so that it holds up the others for a moment only; what is left comes with
    /// the next.</summary>
    public const int Max = 10;

    /// <summary>Goes on until a page is not full, or there were <see cref="Max"/>.</summary>
    /// <param name="rows">Rows of a full page.</param>
    /// <param name="take">Deals with a page and says how many rows were in it.</param>
    public static async Task TakeAsync(int rows, Func<Task<int>> take)
    {
        for (var n = 0; n < Max && await take() >= rows; n++)
        {
        }
    }
}
