using Workflow.Api.Startup;
using Workflow.Database.DeadLetters;
using Workflow.Hosting;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Api.DeadLetters;

/// <summary>Reads the topic of dead letters, as one of the API processes that share it, and forgets what is
/// old.</summary>
public sealed class DeadLetterService(
    LetterIntake intake, DeadLetterStore store, KafkaOptions kafka, ClusterState cluster, DeadLetterOptions options,
    TimeProvider time, ILoggerFactory loggers) : BackgroundService
{
    private const int PurgeRows = 1_000;
    private static readonly TimeSpan PurgePause = TimeSpan.FromMinutes(10);
    private readonly ILogger _logger = loggers.CreateLogger<DeadLetterService>();

    /// <summary>Deletes what has been kept long enough.</summary>
    public async Task PurgeOnceAsync(CancellationToken ct)
    {
        for (var gone = PurgeRows; cluster.IsReady && gone == PurgeRows;)
        {
            (gone, var open) = await store.PurgeAsync(
                options.KeepDays, Math.Max(options.KeepOpenDays, options.KeepDays), PurgeRows, ct);
            if (open > 0)
            {
                _logger.UndecidedPurged(open, options.KeepOpenDays);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await cluster.Ready.WaitAsync(stoppingToken);
        using var consumer = new GroupConsumer(
            kafka, Topics.DeadLetter, kafka.DeadLetterGroupId, intake, loggers.CreateLogger<GroupConsumer>());
        consumer.Start();
        var keeping = intake.RunAsync(stoppingToken);
        await new PeriodicLoop("purge of dead letters", PurgePause, time, _logger)
            .RunAsync(PurgeOnceAsync, stoppingToken);
        intake.Close();
        await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await consumer.StopAsync();
    }
}
