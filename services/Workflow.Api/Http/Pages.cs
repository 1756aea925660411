using System.Diagnostics.CodeAnalysis;
using Workflow.Api.Http.Fields;

namespace Workflow.Api.Http;

/// <summary>Pages of lists that are read by a cursor: <c>limit</c> and <c>after</c>.</summary>
public static class Pages
{
    private const int Usual = 50;

    public static readonly NumberField Limit = new("limit", "Most rows of the page.", 1, int.MaxValue)
    {
        Default = Usual,
    };

    public static readonly TextField After = new("after", "Value of `next` from the page before.", 4_000);

    public static readonly QueryShape Query = new(Limit, After);

    /// <param name="parts">Texts that a cursor of this list stands for.</param>
    /// <param name="after">Null for the first page.</param>
    public static bool TryRead(
        IQueryCollection query, int parts, int pageMax, out int limit, out string[]? after,
        [NotNullWhen(false)] out Problem? problem)
    {
        (limit, after) = (0, null);
        return Query.TryRead(query, new FieldValues(), out problem)
            && TryReadPlace(query, parts, pageMax, out limit, out after, out problem);
    }

    /// <summary>The same for lists that take other parameters too, and have read them.</summary>
    public static bool TryReadPlace(
        IQueryCollection query, int parts, int pageMax, out int limit, out string[]? after,
        [NotNullWhen(false)] out Problem? problem)
    {
        after = null;
        return Parameters.TryReadNumber(
                query, Limit.Name, 1, pageMax, Math.Min(Usual, pageMax), out limit, out problem)
            && Parameters.TryReadCursor(query, parts, out after, out problem);
    }
}
