using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Workflow.Api.Http;

/// <summary>Reads values from the path and the query; what is wrong is named with its value and the remedy.</summary>
public static class Parameters
{
    public static bool TryReadId(string name, string text, out Guid id, [NotNullWhen(false)] out Problem? problem)
    {
        problem = Guid.TryParseExact(text, "D", out id) ? null : Problems.InvalidParameter(
            name, text, "Give a UUID such as 0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55.");
        return problem is null;
    }

    /// <summary>A whole number of the query within bounds; the default when it is absent.</summary>
    public static bool TryReadNumber(
        IQueryCollection query, string name, int least, int most, int otherwise, out int number,
        [NotNullWhen(false)] out Problem? problem)
    {
        number = otherwise;
        var text = query[name].ToString();
        var isFine = !query.ContainsKey(name)
            || (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
                && number >= least && number <= most);
        problem = isFine ? null : Problems.InvalidParameter(name, text, $"Give a whole number from {least} to {most}.");
        return problem is null;
    }

    /// <summary>The texts that an earlier page's <c>next</c> stands for; null when the query has no
    /// <c>after</c>.</summary>
    public static bool TryReadCursor(
        IQueryCollection query, int parts, out string[]? cursor, [NotNullWhen(false)] out Problem? problem)
    {
        cursor = null;
        problem = null;
        if (!query.TryGetValue("after", out var text))
        {
            return true;
        }

        try
        {
            cursor = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text.ToString())).Split('\n');
        }
        catch (FormatException)
        {
        }

        var isFine = cursor?.Length == parts && !cursor.Any(part => part.Contains('\0'));
        problem = isFine ? null : WrongCursor(text.ToString());
        return problem is null;
    }

    public static Problem WrongCursor(string value) => Problems.InvalidParameter(
        "after", value, "Give the value of next from the page before, or leave it out for the first page.");

    public static string CursorOf(params ReadOnlySpan<string> parts) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
}
