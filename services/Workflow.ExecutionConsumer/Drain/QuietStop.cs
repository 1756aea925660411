using Workflow.Hosting;

namespace Workflow.ExecutionConsumer.Drain;

/// <summary>The first thing that SIGTERM does: the process counts as not ready, begins no call of its own any more, and
/// lets those under way come to their ends while everything else still goes on.</summary>
internal sealed class QuietStop(ConsumerDrain drain, ServiceHealth health, ConsumerOptions options)
    : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        health.Watch("process", () => "stops");
        try
        {
            await drain.QuietAsync(options.StopGrace / 2, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The rest of the stop tells that the grace period is over.
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
