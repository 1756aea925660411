using Workflow.Definitions.Syntax;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.Switch;

/// <summary><c>switch</c>: goes where the first matching case says; the input passes through. Without a match the flow
/// goes on.</summary>
internal sealed class SwitchRunner : ITaskRunner
{
    public ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var chosen = ((SwitchTask)call.Node).Cases
            .FirstOrDefault(option => option.When is null || option.When.IsTrue(call.Input, call.Scope));
        var name = chosen is null ? JqValue.Null : JqValue.String(chosen.Name);
        var metadata = JqValue.Object([KeyValuePair.Create("case", name)]);
        call.Note(draft => draft with { Metadata = new RawJson(metadata.ToUtf8()) });
        return ValueTask.FromResult(TaskOutcome.Completed(call.Input, chosen?.Then));
    }
}
