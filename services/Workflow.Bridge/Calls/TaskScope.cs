using System.Diagnostics;

namespace Workflow.Bridge.Calls;

/// <summary>What every log line has that is written while a call is under way.</summary>
internal static class TaskScope
{
    public static IReadOnlyList<KeyValuePair<string, object>> Of(OpenCall call)
    {
        var properties = new List<KeyValuePair<string, object>>(5)
        {
            KeyValuePair.Create<string, object>("run_id", call.Task.RunId),
            KeyValuePair.Create<string, object>("shard", call.Shard),
            KeyValuePair.Create<string, object>("step", call.Task.Step),
            KeyValuePair.Create<string, object>("attempt", call.Task.Attempt),
        };
        if (Activity.Current is null && ActivityContext.TryParse(call.TraceParent, null, out var trace))
        {
            properties.Add(KeyValuePair.Create<string, object>("trace_id", trace.TraceId.ToHexString()));
        }

        return properties;
    }
}
