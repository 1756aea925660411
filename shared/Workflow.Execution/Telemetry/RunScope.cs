using System.Collections;
using System.Diagnostics;
using Workflow.Execution.Runs;

namespace Workflow.Execution.Telemetry;

/// <summary>What every log line has that is written while a run, or a step of it, executes: <c>run_id</c> and
/// <c>shard</c>, with the trace that asked for the run where there is one; or <c>step</c>, <c>step_path</c> and
/// <c>attempt</c>.</summary>
internal sealed class RunScope : IReadOnlyList<KeyValuePair<string, object>>
{
    private readonly KeyValuePair<string, object>[] _properties;

    private RunScope(params KeyValuePair<string, object>[] properties) => _properties = properties;

    public int Count => _properties.Length;

    public KeyValuePair<string, object> this[int index] => _properties[index];

    public static RunScope Of(RunStart start)
    {
        var run = KeyValuePair.Create<string, object>("run_id", start.RunId);
        var shard = KeyValuePair.Create<string, object>("shard", start.Hold.Claim.Shard);
        return Activity.Current is null && ActivityContext.TryParse(start.TraceParent, null, out var trace)
            ? new RunScope(run, shard, KeyValuePair.Create<string, object>("trace_id", trace.TraceId.ToHexString()))
            : new RunScope(run, shard);
    }

    public static RunScope Of(Tasks.TaskCall call) => new(
        KeyValuePair.Create<string, object>("step", call.Node.Name),
        KeyValuePair.Create<string, object>("step_path", call.Key.Path),
        KeyValuePair.Create<string, object>("attempt", call.Key.Attempt));

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, object>>)_properties).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
