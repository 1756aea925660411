using Workflow.Definitions.Syntax;

namespace Workflow.Api.Workflows;

/// <summary>Finds where a definition calls agents.</summary>
public static class AgentCalls
{
    /// <returns>The agent's name and the JSON pointer of the <c>call</c> member, in order of the document.</returns>
    public static IEnumerable<(string Agent, string Pointer)> Of(WorkflowDefinition definition) =>
        TaskTree.Of(definition).OfType<CallAgentTask>().Select(call => (call.Agent, call.Pointer + "/call"));
}
