using System.Text;
using Workflow.Definitions;
using Xunit;

namespace Workflow.UnitTests.Definitions;

public class DefinitionCacheTests
{
    [Fact]
    public void GetOrRead_WhenTheTextIsTheSame_GivesTheSameObject()
    {
        var cache = new DefinitionCache(DefinitionLimits.Default);
        var first = cache.GetOrRead(Sample(1));

        Assert.Same(first, cache.GetOrRead(Sample(1)));
        Assert.NotSame(first, cache.GetOrRead(Sample(2)));
        Assert.Equal(2, cache.Count);
    }

    [Fact]
    public void GetOrRead_WhenTheTextIsBad_KeepsTheErrors()
    {
        var cache = new DefinitionCache(DefinitionLimits.Default);
        var bad = Encoding.UTF8.GetBytes("{\"a\":");

        Assert.False(cache.GetOrRead(bad).IsValid);
        Assert.Same(cache.GetOrRead(bad), cache.GetOrRead(bad));
    }

    [Fact]
    public void GetOrRead_WhenFull_DropsTheLeastRecentlyUsed()
    {
        var cache = new DefinitionCache(DefinitionLimits.Default, new DefinitionCacheLimits { Definitions = 2 });
        var first = cache.GetOrRead(Sample(1));
        var second = cache.GetOrRead(Sample(2));
        cache.GetOrRead(Sample(1));
        cache.GetOrRead(Sample(3));

        Assert.Equal(2, cache.Count);
        Assert.Same(first, cache.GetOrRead(Sample(1)));
        Assert.NotSame(second, cache.GetOrRead(Sample(2)));
    }

    [Fact]
    public void GetOrRead_WhenTheBytesAreTooMany_DropsDownToTheLimit()
    {
        var size = Sample(1).Length;
        var cache = new DefinitionCache(
            DefinitionLimits.Default, new DefinitionCacheLimits { DocumentBytes = size * 3 });
        for (var i = 0; i < 9; i++)
        {
            cache.GetOrRead(Sample(i));
        }

        Assert.Equal(3, cache.Count);
    }

    [Fact]
    public void GetOrRead_WhenManyThreadsAsk_ReadsEachTextOnce()
    {
        var cache = new DefinitionCache(DefinitionLimits.Default);
        var results = new DefinitionResult[200];
        Parallel.For(0, results.Length, i => results[i] = cache.GetOrRead(Sample(i % 4)));

        Assert.Equal(4, results.Distinct().Count());
        Assert.Equal(4, cache.Count);
        Assert.All(results, result => Assert.True(result.IsValid));
    }

    private static byte[] Sample(int number) =>
        Encoding.UTF8.GetBytes(RoundTripTests.JsonOf($$"""[{"t{{number}}":{"set":"."} }]"""));
}
