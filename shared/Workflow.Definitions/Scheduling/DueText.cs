using System.Globalization;

namespace Workflow.Definitions.Scheduling;

/// <summary>Texts of a schedule in which a due time is filled in: <c>{due_at}</c> and <c>{due_date}</c>.</summary>
public static class DueText
{
    public const string DueAt = "{due_at}";
    public const string DueDate = "{due_date}";

    /// <param name="zone">Whose date is meant; null for UTC.</param>
    public static string? Fill(string? text, DateTimeOffset due, ZoneClock? zone) => text?
        .Replace(DueAt, Of(due), StringComparison.Ordinal)
        .Replace(
            DueDate,
            (zone?.WallAt(due) ?? due.UtcDateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            StringComparison.Ordinal);

    private static string Of(DateTimeOffset due) =>
        due.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
