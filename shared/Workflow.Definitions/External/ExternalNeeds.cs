using Workflow.Definitions.Documents;

namespace Workflow.Definitions.External;

/// <summary>One place of a definition where something from elsewhere is to stand.</summary>
/// <param name="At">Where the definition refers to it.</param>
/// <param name="What">For messages.</param>
/// <param name="Key">The same for needs that one value meets: copies of one place, calls of one function.</param>
/// <param name="Pin">Puts the value into the document, and returns it there.</param>
internal sealed record ExternalNeed(
    LocatedNode At, string What, ResourceRequest Request, object Key, Func<LocatedNode, LocatedNode> Pin);

/// <summary>Collects what a definition refers to and does not hold, while it is read.</summary>
/// <param name="defaultCatalog">Null for none.</param>
internal sealed class ExternalNeeds(Uri? defaultCatalog)
{
    private readonly List<ExternalNeed> _found = [];

    public Uri? DefaultCatalog => defaultCatalog;

    public IReadOnlyList<ExternalNeed> Found => _found;

    public void Add(ExternalNeed need) => _found.Add(need);
}
