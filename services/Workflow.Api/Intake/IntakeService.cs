using Workflow.Database.Intake;

namespace Workflow.Api.Intake;

/// <summary>Runs the flusher for as long as requests may come, and until the last of them is answered.</summary>
public sealed class IntakeService(RunIntake intake) : BackgroundService
{
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        intake.Close();
        return ExecuteTask?.WaitAsync(cancellationToken) ?? Task.CompletedTask;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => intake.RunAsync(CancellationToken.None);
}
