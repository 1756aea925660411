using System.Diagnostics.CodeAnalysis;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;

namespace Workflow.Api.Executions;

/// <summary>Pages of an execution's steps, by <c>limit</c> and <c>offset</c>.</summary>
internal static class StepPages
{
    public static readonly QueryShape Query = new(
        new NumberField("limit", "Most steps of the page.", 1, int.MaxValue),
        new NumberField("offset", "Steps to leave out before.", 0, int.MaxValue) { Default = 0 });

    public static bool TryRead(
        IQueryCollection query, int limitMax, out int limit, out int offset, [NotNullWhen(false)] out Problem? problem)
    {
        (limit, offset) = (0, 0);
        return Query.TryRead(query, new FieldValues(), out problem)
            && Parameters.TryReadNumber(query, "limit", 1, limitMax, limitMax, out limit, out problem)
            && Parameters.TryReadNumber(query, "offset", 0, int.MaxValue, 0, out offset, out problem);
    }
}
