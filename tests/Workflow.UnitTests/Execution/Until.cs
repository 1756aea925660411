using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>Waits for what other threads bring about.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<bool> condition, string what = "the condition")
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, $"Not within 60 s: {what}");
            await Task.Delay(1);
        }
    }
}
