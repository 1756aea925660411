using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Jq;

namespace Workflow.Execution.Tasks.Try;

/// <summary>Whether a <c>catch</c> takes an error: every member of <c>errors.with</c> is equal, and the conditions
/// allow it.</summary>
internal static class CatchFilter
{
    public static bool Matches(TryTask task, WorkflowError error, JqValue input, ExpressionScope scope)
    {
        if (task.ErrorsWith is not null)
        {
            var value = error.ToValue();
            var wanted = task.ErrorsWith.Evaluate(input, scope);
            if (!wanted.Members.All(member => value[member.Key].Equals(member.Value)))
            {
                return false;
            }
        }

        return (task.When is null || task.When.IsTrue(input, scope))
            && (task.ExceptWhen is null || !task.ExceptWhen.IsTrue(input, scope));
    }
}
