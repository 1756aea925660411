using System.Globalization;
using System.Text.Json;
using Workflow.Model;

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

    /// <summary>The input with the due time in front.</summary>
    /// <param name="input">A JSON object without such a member; empty for none.</param>
    public static RawJson Into(RawJson input, string member, DateTimeOffset due)
    {
        var rest = input.IsEmpty ? "}" : input.ToString().Trim()[1..].TrimStart();
        return RawJson.FromText(
            $"{{\"{JsonEncodedText.Encode(member)}\":\"{Of(due)}\"{(rest == "}" ? "" : ",")}{rest}");
    }

    private static string Of(DateTimeOffset due) =>
        due.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
