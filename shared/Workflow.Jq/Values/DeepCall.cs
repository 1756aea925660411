using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Workflow.Jq.Values;

/// <summary>
/// Runs what recurses deeply on a stack that is large enough, so that no depth within the bounds overflows one.
/// </summary>
internal static class DeepCall
{
    /// <summary>Recursion over values up to this depth fits in any stack that passes the runtime's own check.</summary>
    private const int ShallowDepth = 200;

    private const int LargeStackBytes = 16 << 20;

    public static bool HasRoom => RuntimeHelpers.TryEnsureSufficientExecutionStack();

    /// <summary>Runs the work here when the depth it will reach is small, else on a stack of its own.</summary>
    public static T Run<T>(int depth, Func<T> work) =>
        depth <= ShallowDepth && HasRoom ? work() : RunOnLargeStack(work);

    public static T RunOnLargeStack<T>(Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
                catch (Exception error)
                {
                    failure = ExceptionDispatchInfo.Capture(error);
                }
            },
            LargeStackBytes) { IsBackground = true };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
