using Workflow.Model;

namespace Workflow.Definitions.Syntax;

/// <summary>Every task of a definition, at every depth.</summary>
public static class TaskTree
{
    /// <returns>In order of the document, each task before those in it.</returns>
    public static IEnumerable<TaskNode> Of(WorkflowDefinition definition) => In(definition.Do.Tasks);

    /// <returns>The definitions that its tasks run as children, each with the JSON pointer of the <c>workflow</c>
    /// member; without itself, which is known as soon as it is registered.</returns>
    public static IEnumerable<(WorkflowReference Workflow, string Pointer)> ChildrenOf(WorkflowDefinition definition)
    {
        var self = definition.Document;
        return Of(definition).OfType<RunWorkflowTask>()
            .Where(task => (task.Workflow.Namespace, task.Workflow.Name) != (self.Namespace, self.Name)
                || task.Workflow.Version != WorkflowReference.Latest && task.Workflow.Version != self.Version)
            .Select(task => (task.Workflow, task.Pointer + "/run/workflow"));
    }

    private static IEnumerable<TaskNode> In(IEnumerable<TaskNode> tasks) =>
        tasks.SelectMany(task => In(Inner(task).Concat(Around(task))).Prepend(task));

    private static IEnumerable<TaskNode> Around(TaskNode task) => task.Extensions.SelectMany(
        extension => (extension.Before?.Tasks ?? []).Concat(extension.After?.Tasks ?? []));

    private static IEnumerable<TaskNode> Inner(TaskNode task) => task switch
    {
        DoTask block => block.Do.Tasks,
        ForTask loop => loop.Do.Tasks,
        ListenTask { Foreach: { } each } => [each],
        ForeachTask each => each.Do?.Tasks ?? [],
        ForkTask fork => fork.Branches,
        TryTask guarded => guarded.Try.Tasks.Concat(guarded.CatchDo?.Tasks ?? []),
        _ => [],
    };
}
