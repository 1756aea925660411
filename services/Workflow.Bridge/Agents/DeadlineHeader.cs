using System.Globalization;
using Workflow.Model;

namespace Workflow.Bridge.Agents;

/// <summary>Tells an agent, and whatever stands before it, until when its answer is waited for.</summary>
internal static class DeadlineHeader
{
    /// <param name="deadline">Null for no limit.</param>
    public static void AddTo(HttpRequestMessage request, DateTimeOffset? deadline)
    {
        if (deadline is { } at)
        {
            request.Headers.TryAddWithoutValidation(
                MessageHeaders.Deadline,
                at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        }
    }
}
