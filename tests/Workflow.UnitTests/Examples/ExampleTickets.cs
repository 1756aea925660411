using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Workflow.UnitTests.Examples;

/// <summary>The files of the example, as they lie in the repository.</summary>
internal static class ExampleTickets
{
    public static string Definition => File.ReadAllText(Path.Combine(Folder(), "ticket-triage.yaml"));

    public static string Questions => File.ReadAllText(Path.Combine(Folder(), "my-workflow-id.yaml"));

    public static string Batches => File.ReadAllText(Path.Combine(Folder(), "triage-in-batches.yaml"));

    public static string Input => File.ReadAllText(Path.Combine(Folder(), "ticket-triage.input.json"));

    public static IReadOnlyList<JsonElement> All
    {
        get
        {
            using var document = JsonDocument.Parse(Input);
            return [.. document.RootElement.GetProperty("tickets").EnumerateArray().Select(ticket => ticket.Clone())];
        }
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../examples"));
}
