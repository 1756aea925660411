using Microsoft.Extensions.Caching.Memory;
using Workflow.Api.Options;
using Workflow.Database.Queries;

namespace Workflow.Api.Executions.Starting;

/// <summary>How long runs of a workflow usually take: the median of its latest completed ones, read at most every few
/// seconds. Thread-safe.</summary>
public sealed class DurationEstimates(DurationQueries durations, ApiOptions options, ILogger<DurationEstimates> logger)
    : IDisposable
{
    /// <summary>Workflows whose duration is kept.</summary>
    private const int KnownMax = 10_000;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = KnownMax });

    /// <summary>The default of the options without a completed run to go by.</summary>
    public async ValueTask<TimeSpan> OfAsync(StartedRun run)
    {
        var key = (run.OwnerId, run.Name, run.WorkflowId);
        if (_known.TryGetValue(key, out TimeSpan known))
        {
            return known;
        }

        try
        {
            var median = await durations.MedianAsync(run.OwnerId, run.Name, run.WorkflowId, CancellationToken.None)
                ?? options.EstimateDefault;
            return _known.Set(key, median, new MemoryCacheEntryOptions
            {
                Size = 1,
                AbsoluteExpirationRelativeToNow = options.EstimateRefresh,
            });
        }
        catch (Exception error)
        {
            // The run is accepted; a guess must not take that back.
            logger.NoEstimate(run.Name, error.Message);
            return options.EstimateDefault;
        }
    }

    public void Dispose() => _known.Dispose();
}
