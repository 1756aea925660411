using Workflow.Definitions;
using Workflow.Tests.Shared;
using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary>The definitions of the Serverless Workflow conformance kit.</summary>
public class ConformanceTests
{
    [KitFact]
    public void Read_WhenADefinitionIsOfTheConformanceKit_ReadsIt()
    {
        var files = Directory.GetFiles(ConformanceKit.Features, "*.feature");
        var scenarios = files.SelectMany(Scenarios).ToList();
        Assert.All(
            scenarios, scenario => Assert.Empty(DefinitionReader.Read(scenario.Definition).Errors));
        Assert.True(scenarios.Count >= 21, $"{scenarios.Count} scenarios found");
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
