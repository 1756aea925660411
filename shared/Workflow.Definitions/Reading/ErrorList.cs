using Workflow.Definitions.Documents;

namespace Workflow.Definitions.Reading;

/// <summary>Collects every error of one reading. The same one found twice counts once: a reusable component is read for
/// each set of variables that its users have.</summary>
internal sealed class ErrorList(int listed)
{
    private const int KeptPerListed = 10;
    private const int PointerLengthMax = 3_000;

    private readonly Dictionary<(string Pointer, Place Place, string Message), DefinitionError> _errors = [];

    public bool Any => _errors.Count > 0;

    public int Count => _errors.Count;

    /// <summary>Further errors are not kept.</summary>
    public bool IsFull => _errors.Count >= listed * KeptPerListed;

    public void Add(string pointer, Place place, string message, string? expected = null)
    {
        var near = Cut(pointer);
        if (!IsFull)
        {
            _errors.TryAdd(
                (near, place, message), new DefinitionError(near, place.Line, place.Column, message, expected));
        }
    }

    /// <summary>Of a pointer that nobody could read, the part that leads to an outer value.</summary>
    private static string Cut(string pointer) =>
        pointer.Length <= PointerLengthMax
            ? pointer
            : pointer[..Math.Max(0, pointer.LastIndexOf('/', PointerLengthMax))];

    public DefinitionResult ToResult(IReadOnlyList<AgentMention>? agents = null)
    {
        var sorted = _errors.Values
            .OrderBy(error => error.Line)
            .ThenBy(error => error.Column)
            .ThenBy(error => error.Pointer, StringComparer.Ordinal)
            .Take(listed);
        return new DefinitionResult([.. sorted], _errors.Count) { Agents = agents ?? [] };
    }
}
