using Workflow.Execution.Simulation;

namespace Workflow.Api.Simulation;

/// <summary>Does simulations, a few at a time.</summary>
public sealed class Simulations(SimulationOptions options) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.AtOnceMax);

    public async Task<SimulatedRun> RunAsync(SimulationRequest request, CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        try
        {
            using var busy = CancellationTokenSource.CreateLinkedTokenSource(ct);
            busy.CancelAfter(options.BusyMaxMs);
            return await Task.Run(() => Simulator.Run(request, options.Execution, busy.Token), ct);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();
}
