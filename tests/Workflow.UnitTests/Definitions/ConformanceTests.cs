using Workflow.Definitions;
using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary>The definitions of the Serverless Workflow conformance kit.</summary>
public class ConformanceTests
{
    private const string NotYet = "is not supported yet";

    [ConformanceFact]
    public void Read_WhenADefinitionOfTheConformanceKitIsWithinWhatIsSupported_ReadsIt()
    {
        var files = Directory.GetFiles(ConformanceFactAttribute.Features, "*.feature");
        var scenarios = files.SelectMany(Scenarios).ToList();
        var refused = scenarios.Where(scenario => !DefinitionReader.Read(scenario.Definition).IsValid).ToList();

        Assert.Equal(
            [
                "Call HTTP Using Basic Authentication", "Call OpenAPI With Content Output",
                "Call OpenAPI With Response Output", "Emit Task",
            ],
            refused.Select(scenario => scenario.Name).Order());
        Assert.All(refused, scenario =>
        {
            var error = Assert.Single(DefinitionReader.Read(scenario.Definition).Errors);
            Assert.Contains(NotYet, error.Message, StringComparison.Ordinal);
        });
        Assert.True(scenarios.Count >= 15, $"{scenarios.Count} scenarios found");
    }

    private static IEnumerable<(string Name, string Definition)> Scenarios(string file)
    {
        var name = "";
        string[] lines = File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim() is var line && line.StartsWith("Scenario:", StringComparison.Ordinal))
            {
                name = line["Scenario:".Length..].Trim();
            }
            else if (line.EndsWith("a workflow with definition:", StringComparison.Ordinal))
            {
                var body = lines.Skip(i + 2).TakeWhile(text => text.Trim() != "\"\"\"");
                yield return (name, string.Join('\n', body));
            }
        }
    }
}
