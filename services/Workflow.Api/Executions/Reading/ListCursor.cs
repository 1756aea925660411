using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Workflow.Api.Http;
using Workflow.Database.Queries.Lists;

namespace Workflow.Api.Executions.Reading;

/// <summary>A place in a list as text; good for the same sort and order only.</summary>
public static class ListCursor
{
    private const int Parts = 5;

    public static string Of(ListOrder order, ListPlace place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{order.Sort}.{order.IsAscending}.{place.IsOpen}.{place.At.UtcTicks}.{place.RunId}")));

    public static bool TryRead(
        string text, ListOrder order, out ListPlace place, [NotNullWhen(false)] out Problem? problem)
    {
        place = default;
        var parts = Decode(text).Split('.');
        var isFine = parts.Length == Parts
            && parts[0] == order.Sort.ToString() && parts[1] == order.IsAscending.ToString()
            && bool.TryParse(parts[2], out var isOpen)
            && long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParseExact(parts[4], "D", out var runId)
            && IsAt(isOpen, ticks, runId, out place);
        problem = isFine ? null : Problems.InvalidParameter(
            ListFields.Cursor.Name, text,
            "Give the value of next_cursor from the page before, with the same sort and order; "
            + "or leave it out for the first page.");
        return problem is null;
    }

    private static bool IsAt(bool isOpen, long ticks, Guid runId, out ListPlace place)
    {
        place = new ListPlace(isOpen, new DateTimeOffset(ticks, TimeSpan.Zero), runId);
        return true;
    }

    private static string Decode(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        }
        catch (FormatException)
        {
            return "";
        }
    }
}
