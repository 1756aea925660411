using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Workflow.Api.Http;

/// <summary>Places in lists that are sorted by time and id, as <c>next</c> and <c>after</c> carry them.</summary>
public static class Cursors
{
    public static string Of(DateTimeOffset time, Guid id) =>
        Parameters.CursorOf(time.UtcTicks.ToString(CultureInfo.InvariantCulture), id.ToString());

    /// <param name="cursor">Null for the first page.</param>
    public static bool TryReadPlace(
        string[]? cursor, out (DateTimeOffset Time, Guid Id)? place, [NotNullWhen(false)] out Problem? problem)
    {
        place = null;
        if (cursor is null)
        {
            problem = null;
            return true;
        }

        var isTime = long.TryParse(cursor[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.Ticks;
        if (isTime && TryReadId(cursor, 1, out var id, out problem))
        {
            place = (new DateTimeOffset(ticks, TimeSpan.Zero), id!.Value);
            return true;
        }

        problem = Parameters.WrongCursor(string.Join(' ', cursor));
        return false;
    }

    /// <param name="cursor">Null for the first page, which has no id.</param>
    public static bool TryReadId(
        string[]? cursor, int part, out Guid? id, [NotNullWhen(false)] out Problem? problem)
    {
        var isId = Guid.TryParseExact(cursor?[part], "D", out var found);
        id = isId ? found : null;
        problem = cursor is null || isId ? null : Parameters.WrongCursor(string.Join(' ', cursor));
        return problem is null;
    }
}
