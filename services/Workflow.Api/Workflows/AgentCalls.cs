using Workflow.Definitions.Syntax;

namespace Workflow.Api.Workflows;

/// <summary>Finds where a definition calls agents.</summary>
public static class AgentCalls
{
    /// <returns>The agent's name and the JSON pointer of the <c>call</c> member, in order of the document.</returns>
    public static IEnumerable<(string Agent, string Pointer)> Of(WorkflowDefinition definition) =>
        In(definition.Do.Tasks);

    private static IEnumerable<(string Agent, string Pointer)> In(IEnumerable<TaskNode> tasks) => tasks.SelectMany(In);

    private static IEnumerable<(string Agent, string Pointer)> In(TaskNode task) => task switch
    {
        CallAgentTask call => [(call.Agent, call.Pointer + "/call")],
        DoTask block => In(block.Do.Tasks),
        ForTask loop => In(loop.Do.Tasks),
        ForkTask fork => In(fork.Branches),
        TryTask guarded => In(guarded.Try.Tasks).Concat(In(guarded.CatchDo?.Tasks ?? [])),
        _ => [],
    };
}
