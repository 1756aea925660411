using Workflow.Definitions.Syntax;
using Workflow.Execution.Moving;
using Workflow.Execution.Tasks.CallAgent;
using Workflow.Execution.Tasks.Do;
using Workflow.Execution.Tasks.Emit;
using Workflow.Execution.Tasks.For;
using Workflow.Execution.Tasks.Fork;
using Workflow.Execution.Tasks.Listen;
using Workflow.Execution.Tasks.Raise;
using Workflow.Execution.Tasks.RunWorkflow;
using Workflow.Execution.Tasks.Set;
using Workflow.Execution.Tasks.Switch;
using Workflow.Execution.Tasks.Tools;
using Workflow.Execution.Tasks.Try;
using Workflow.Execution.Tasks.Wait;

namespace Workflow.Execution.Tasks;

/// <summary>Which runner runs which kind of task.</summary>
public sealed class TaskRunners
{
    private readonly DoRunner _do = new();
    private readonly SetRunner _set = new();
    private readonly SwitchRunner _switch = new();
    private readonly ForRunner _for = new();
    private readonly ForkRunner _fork = new();
    private readonly TryRunner _try = new();
    private readonly RaiseRunner _raise = new();
    private readonly ForeachRunner _foreach = new();
    private readonly Func<TaskNode, ITaskRunner?> _outside;

    public TaskRunners(
        CallAgentRunner callAgent, ToolRunners tools, RunWorkflowRunner runWorkflow, EmitRunner emit,
        ExecutionOptions options)
    {
        var wait = new WaitRunner();
        var listen = new ListenRunner(options);
        _outside = node => node switch
        {
            CallAgentTask => callAgent,
            RunWorkflowTask => runWorkflow,
            WaitTask => wait,
            ListenTask => listen,
            EmitTask => emit,
            _ => tools.For(node),
        };
    }

    /// <param name="outside">Of tasks that reach outside, or wait.</param>
    internal TaskRunners(Func<TaskNode, ITaskRunner?> outside) => _outside = outside;

    /// <summary>Tasks that reach outside, or wait, never end; those that go through events come by what is
    /// recorded.</summary>
    internal static TaskRunners WithoutEffects(ExecutionOptions options)
    {
        var (halt, listen) = (new HaltRunner(), new ListenRunner(options));
        return new TaskRunners(node => node is ListenTask { Foreach: not null } ? listen : halt);
    }

    public ITaskRunner For(TaskNode node) => node switch
    {
        DoTask => _do,
        SetTask => _set,
        SwitchTask => _switch,
        ForTask => _for,
        ForkTask => _fork,
        TryTask => _try,
        RaiseTask => _raise,
        ForeachTask => _foreach,
        _ => _outside(node) ?? throw new InvalidOperationException($"No runner for {node.GetType().Name}."),
    };
}
