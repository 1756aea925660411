using System.Globalization;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.Try;

/// <summary>How far a <c>try</c> has come with its retries, kept in the step's metadata so that a replay decides
/// alike.</summary>
/// <param name="Retry">Retries decided so far, from 1.</param>
/// <param name="Due">When the last of them is due.</param>
internal sealed record RetryProgress(int Retry, DateTimeOffset Due)
{
    public static RetryProgress? Of(StepRecord? recorded)
    {
        if (recorded is null || recorded.Metadata.IsEmpty)
        {
            return null;
        }

        var metadata = JqValue.Parse(recorded.Metadata.Utf8.Span);
        return metadata["retry"].AsNumber is { } retry && metadata["until"].AsString is { } due
            ? new RetryProgress((int)retry, DateTimeOffset.Parse(due, CultureInfo.InvariantCulture))
            : null;
    }

    public RawJson ToMetadata() =>
        Wait.DueTime.Metadata(Due, KeyValuePair.Create("retry", JqValue.Number((long)Retry)));
}
