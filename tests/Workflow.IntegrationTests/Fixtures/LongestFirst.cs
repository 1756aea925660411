using Workflow.IntegrationTests.Fixtures;
using Xunit;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Workflow.IntegrationTests.Fixtures." + nameof(LongestFirst),
    "Workflow.IntegrationTests")]

namespace Workflow.IntegrationTests.Fixtures;

/// <summary>Lets the collections that share a server begin first: each takes minutes, and one that had to wait for a
/// place would run alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => collection.CollectionDefinition is null)
            .ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);
}
