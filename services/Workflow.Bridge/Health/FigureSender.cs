using System.Data.Common;
using Workflow.Database.Bridge;

namespace Workflow.Bridge.Health;

/// <summary>Tells the database what this bridge sees of agents' calls.</summary>
internal sealed class FigureSender(CallFigures figures, AgentFigures store, string bridge, TimeProvider time)
{
    private static readonly TimeSpan ForgetPeriod = TimeSpan.FromMinutes(1);

    private long? _forgotAt;

    /// <exception cref="DbException">It could not be told; nothing is lost.</exception>
    public async Task TellOnceAsync(CancellationToken ct)
    {
        var taken = figures.Take();
        if (taken.Count > 0)
        {
            try
            {
                await store.TellAsync(bridge, taken, ct);
            }
            catch
            {
                figures.GiveBack(taken);
                throw;
            }
        }

        if (_forgotAt is null || time.GetElapsedTime(_forgotAt.Value) > ForgetPeriod)
        {
            _forgotAt = time.GetTimestamp();
            await store.ForgetAsync(ct);
        }
    }

    /// <summary>Tells the rest, and that no call is made any more.</summary>
    /// <exception cref="DbException">It could not be told.</exception>
    public async Task LeaveAsync(CancellationToken ct)
    {
        await TellOnceAsync(ct);
        await store.LeaveAsync(bridge, ct);
    }
}
