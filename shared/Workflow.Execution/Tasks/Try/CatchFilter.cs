using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Jq;
using Workflow.Model;

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
            if (!wanted.Members.All(member => IsSame(member.Key, value[member.Key], member.Value)))
            {
                return false;
            }
        }

        return (task.When is null || task.When.IsTrue(input, scope))
            && (task.ExceptWhen is null || !task.ExceptWhen.IsTrue(input, scope));
    }

    private static bool IsSame(string name, JqValue value, JqValue wanted) =>
        name == "type" && value.AsString is { } type && wanted.AsString is { } wantedType
            ? StandardErrors.AreSame(type, wantedType)
            : value.Equals(wanted);
}
