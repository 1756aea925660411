using Workflow.ExecutionConsumer.Housekeeping;
using Xunit;

namespace Workflow.UnitTests.Housekeeping;

/// <summary>How much of what waits one look deals with.</summary>
public sealed class PagesTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(499, 1)]
    [InlineData(500, 2)]
    [InlineData(1_700, 4)]
    [InlineData(1_000_000, Pages.Max)]
    public async Task Take_WhenSoManyWait_GoesOnUntilAPageIsNotFullOrTheyAreMany(int waiting, int pages)
    {
        var taken = 0;
        await Pages.TakeAsync(500, () =>
        {
            var page = Math.Min(500, waiting);
            waiting -= page;
            taken++;
            return Task.FromResult(page);
        });

        Assert.Equal(pages, taken);
    }
}
