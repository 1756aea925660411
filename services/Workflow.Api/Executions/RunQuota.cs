using Workflow.Api.Http;
using Workflow.Api.Options;
using Workflow.Database.Intake;

namespace Workflow.Api.Executions;

/// <summary>How many open runs a user may have.</summary>
public sealed class RunQuota(OpenRunCounts counts, ApiOptions options)
{
    /// <summary>Lets runs of a user in.</summary>
    /// <param name="runs">How many, 1 or more.</param>
    /// <returns>Null when they may start; nothing is let in otherwise.</returns>
    public async ValueTask<Problem?> RefusalOfAsync(string ownerId, int runs, CancellationToken ct) =>
        options.OpenRunsPerUserMax == 0
        || await counts.TryTakeAsync(ownerId, runs, options.OpenRunsPerUserMax, ct)
            ? null
            : Problems.QuotaExceeded(options.OpenRunsPerUserMax);
}
