using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;

namespace Workflow.Api.Executions.Waiting;

/// <summary>The preference <c>wait</c> of the header <c>Prefer</c> (RFC 7240): how long a caller would wait for the end
/// of what it starts or reads.</summary>
public static class PreferWait
{
    public const string Header = "Prefer";

    /// <summary>Set on an answer that came after the wait, or the end.</summary>
    public const string AppliedHeader = "Preference-Applied";

    private const string Name = "wait";

    /// <summary>The header of a start, as the API's document tells it.</summary>
    public static readonly TextField Field = new(
        Header, "`wait=30` answers with the end of the execution if it comes within 30 seconds, else 202.", 1_000);

    /// <summary>The header of a read.</summary>
    public static readonly TextField OfReads = new(
        Header, "`wait=30` answers when the execution has ended, or after 30 seconds with how it is then.", 1_000);

    /// <param name="wait">Whole seconds; zero without the preference. Other preferences are ignored.</param>
    public static bool TryRead(HttpRequest request, out TimeSpan wait, [NotNullWhen(false)] out Problem? problem)
    {
        (wait, problem) = (TimeSpan.Zero, null);
        foreach (var line in request.Headers[Header])
        {
            foreach (var preference in (line ?? "").Split(','))
            {
                var pair = preference.Split(';')[0].Split('=', 2, StringSplitOptions.TrimEntries);
                if (!pair[0].Equals(Name, StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                if (pair.Length < 2 || !int.TryParse(
                    pair[1].Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                {
                    problem = Problems.InvalidParameter(
                        Header, preference.Trim(), "Give wait a number of whole seconds, such as wait=30.");
                    return false;
                }

                wait = TimeSpan.FromSeconds(seconds);
                return true;
            }
        }

        return true;
    }

    public static string Applied(TimeSpan wait) =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}={(int)wait.TotalSeconds}");
}
