using Workflow.Definitions.Documents;

namespace Workflow.Definitions.Reading;

/// <summary>Collects every error of one reading. The same error found twice counts once.</summary>
internal sealed class ErrorList(int listed)
{
    private const int KeptPerListed = 10;
    private const int PointerLengthMax = 3_000;

    private readonly HashSet<DefinitionError> _errors = [];

    public bool Any => _errors.Count > 0;

    /// <summary>Further errors are not kept.</summary>
    public bool IsFull => _errors.Count >= listed * KeptPerListed;

    public void Add(string pointer, Place place, string message, string? expected = null)
    {
        if (!IsFull)
        {
            _errors.Add(new DefinitionError(Cut(pointer), place.Line, place.Column, message, expected));
        }
    }

    /// <summary>Of a pointer that nobody could read, the part that leads to an outer value.</summary>
    private static string Cut(string pointer) =>
        pointer.Length <= PointerLengthMax
            ? pointer
            : pointer[..Math.Max(0, pointer.LastIndexOf('/', PointerLengthMax))];

    public DefinitionResult ToResult()
    {
        var sorted = _errors
            .OrderBy(error => error.Line)
            .ThenBy(error => error.Column)
            .ThenBy(error => error.Pointer, StringComparer.Ordinal)
            .Take(listed);
        return new DefinitionResult([.. sorted], _errors.Count);
    }
}
