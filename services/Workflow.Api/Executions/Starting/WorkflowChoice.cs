using Workflow.Api.Http;
using Workflow.Database.Definitions;

namespace Workflow.Api.Executions.Starting;

/// <summary>Finds the workflow that a caller names, as <see cref="WorkflowTarget"/> reads it.</summary>
public sealed class WorkflowChoice(WorkflowNames names, RecentNames recent)
{
    /// <summary>For a start: a name may be taken for what it was a moment ago.</summary>
    /// <inheritdoc cref="FindAsync"/>
    public async ValueTask<(Guid? Id, Problem? Problem)> FindRecentAsync(
        Caller caller, string target, CancellationToken ct) =>
        recent.Find(caller, target) is { } known ? (known, null) : await FindAsync(caller, target, ct);

    /// <summary>Looks the name up anew at the next start.</summary>
    /// <returns>False when it was not known, or is an id.</returns>
    public bool Forget(Caller caller, string target) => recent.Forget(caller, target);

    /// <returns>The workflow, or the answer that says why there is none. An id is taken as it is: whether the caller
    /// has such a workflow is seen when it is used.</returns>
    public async Task<(Guid? Id, Problem? Problem)> FindAsync(Caller caller, string target, CancellationToken ct)
    {
        if (!WorkflowTarget.TryParse(target, out var reference))
        {
            return (null, Problems.WorkflowNotFound(target));
        }

        if (reference is { Id: { } id })
        {
            return (id, null);
        }

        var (space, name) = (reference.Value.Namespace, reference.Value.Name!);
        var found = await names.FindAsync(caller.OwnerId, space, name, ct);
        if (found.Count == 0 && caller.IsAdmin)
        {
            found = await names.FindAsync(null, space, name, ct);
        }

        if (found is [var one])
        {
            recent.Keep(caller, target, one.Id);
            return (one.Id, null);
        }

        return (null, found is [] ? Problems.WorkflowNotFound(target) : Problems.AmbiguousWorkflow(target, found));
    }
}
