using System.Collections.Frozen;

namespace Workflow.Jq.Builtins;

/// <summary>
/// What jq has and this library does not, because it would read or change the world outside of the program.
/// </summary>
internal static class Refused
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        "input", "inputs", "env", "halt", "halt_error", "input_filename", "input_line_number", "modulemeta",
        "get_search_list");

    public static bool Contains(string name) => Names.Contains(name);

    public static string Reason(string name) =>
        $"'{name}' is not available: a program sees only its input and its arguments";
}
