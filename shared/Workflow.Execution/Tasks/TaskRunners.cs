using Workflow.Definitions.Syntax;
using Workflow.Execution.Tasks.CallAgent;
using Workflow.Execution.Tasks.CallHttp;
using Workflow.Execution.Tasks.Do;
using Workflow.Execution.Tasks.Emit;
using Workflow.Execution.Tasks.For;
using Workflow.Execution.Tasks.Fork;
using Workflow.Execution.Tasks.Listen;
using Workflow.Execution.Tasks.Raise;
using Workflow.Execution.Tasks.RunWorkflow;
using Workflow.Execution.Tasks.Set;
using Workflow.Execution.Tasks.Switch;
using Workflow.Execution.Tasks.Try;
using Workflow.Execution.Tasks.Wait;

namespace Workflow.Execution.Tasks;

/// <summary>Which runner runs which kind of task.</summary>
public sealed class TaskRunners(
    CallAgentRunner callAgent, CallHttpRunner callHttp, RunWorkflowRunner runWorkflow, EmitRunner emit,
    ExecutionOptions options)
{
    private readonly DoRunner _do = new();
    private readonly SetRunner _set = new();
    private readonly SwitchRunner _switch = new();
    private readonly ForRunner _for = new();
    private readonly ForkRunner _fork = new();
    private readonly TryRunner _try = new();
    private readonly WaitRunner _wait = new();
    private readonly RaiseRunner _raise = new();
    private readonly ListenRunner _listen = new(options);

    public ITaskRunner For(TaskNode node) => node switch
    {
        CallAgentTask => callAgent,
        CallHttpTask => callHttp,
        RunWorkflowTask => runWorkflow,
        DoTask => _do,
        SetTask => _set,
        SwitchTask => _switch,
        ForTask => _for,
        ForkTask => _fork,
        TryTask => _try,
        WaitTask => _wait,
        RaiseTask => _raise,
        ListenTask => _listen,
        EmitTask => emit,
        _ => throw new InvalidOperationException($"No runner for {node.GetType().Name}."),
    };
}
