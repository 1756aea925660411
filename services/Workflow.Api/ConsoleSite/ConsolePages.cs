namespace Workflow.Api.ConsoleSite;

/// <summary>Which addresses are pages of the console: all of them are answered with the one document that it has, and
/// it finds out by itself what to show. Everything else stays the API's.</summary>
public static class ConsolePages
{
    /// <summary>The document.</summary>
    public const string Document = "/index.html";

    /// <summary>First parts of pages' addresses, as <c>services/console/src/app/pages.ts</c> has them.</summary>
    private static readonly HashSet<string> Roots = new(StringComparer.Ordinal)
    {
        "runs", "compare", "approvals", "workflows", "cluster", "agents", "schedules", "batches", "dead-letters",
        "settings",
    };

    public static bool Has(PathString path)
    {
        var text = path.Value ?? "";
        if (text is "" or "/")
        {
            return true;
        }

        var end = text.IndexOf('/', 1);
        return Roots.Contains(end < 0 ? text[1..] : text[1..end]);
    }
}
