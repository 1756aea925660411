using Workflow.Definitions.Documents;

namespace Workflow.Definitions.External;

/// <summary>Which parts of a document came from elsewhere, so that its errors can say so.</summary>
internal sealed class PinnedParts
{
    private readonly List<(string Pointer, ResourceRequest From)> _parts = [];

    public bool Any => _parts.Count > 0;

    public void Add(LocatedNode part, ResourceRequest from) => _parts.Add((part.Pointer, from));

    /// <summary>The errors, with the address of what they are about.</summary>
    public DefinitionResult Explain(DefinitionResult result) => result.IsValid || !Any ? result : new DefinitionResult(
        [.. result.Errors.Select(Explain)], result.ErrorsFound) { Agents = result.Agents };

    private DefinitionError Explain(DefinitionError error)
    {
        var part = _parts.FirstOrDefault(one => error.Pointer == one.Pointer
            || error.Pointer.StartsWith(one.Pointer + "/", StringComparison.Ordinal));
        return part.From is null
            ? error
            : error with { Message = $"{error.Message} It stands in {part.From}." };
    }
}
