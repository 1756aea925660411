using Workflow.Definitions.Documents;

namespace Workflow.Definitions.Reading;

/// <summary>Collects every error of one reading. The same error found twice counts once.</summary>
internal sealed class ErrorList(int listed)
{
    private const int KeptPerListed = 10;

    private readonly HashSet<DefinitionError> _errors = [];

    public bool Any => _errors.Count > 0;

    /// <summary>Further errors are not kept.</summary>
    public bool IsFull => _errors.Count >= listed * KeptPerListed;

    public void Add(string pointer, Place place, string message, string? expected = null)
    {
        if (!IsFull)
        {
            _errors.Add(new DefinitionError(pointer, place.Line, place.Column, message, expected));
        }
    }

    public DefinitionResult ToResult()
    {
        var sorted = _errors
            .OrderBy(error => error.Line).ThenBy(error => error.Column).ThenBy(error => error.Pointer, StringComparer.Ordinal)
            .Take(listed);
        return new DefinitionResult([.. sorted], _errors.Count);
    }
}
