using System.Reflection;
using System.Text.RegularExpressions;
using Workflow.Definitions;
using Workflow.UnitTests.Tidy;
using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary>The console's editor offers no word that the language would refuse.</summary>
public sealed partial class EditorWordsTests
{
    private const string Table = "services/console/src/pages/workflows/dslKeys.ts";

    // Objects without a fixed shape: what an event may have beside its data, and metadata, which may have anything.
    private static readonly string[] Free = ["event", "metadata"];

    [Fact]
    public void EveryObjectOfTheEditor_WhenComparedWithTheLanguage_HasNoOtherMembers()
    {
        var shapes = Shapes();
        var objects = Objects(File.ReadAllText(Path.Combine(Repository.Root, Table)));
        var strange = objects.Where(one => !Free.Contains(one.Key) && !shapes.Exists(one.Value.IsSubsetOf))
            .Select(one => $"{one.Key}: {string.Join(", ", one.Value)}");
        Assert.True(objects.Count > 40, $"{objects.Count} objects were read from {Table}");
        Assert.Contains("call", objects["task"]);
        Assert.Empty(strange);
    }

    [Fact]
    public void EveryCallOfTheEditor_WhenComparedWithTheLanguage_OffersAllThatItTakes()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, Table));
        var objects = Objects(source);
        var calls = CallWords().Match(source).Groups[1].Value.Split(", ").Select(word => word.Trim('\'')).ToList();
        var shapes = Shapes();

        Assert.Equal(["http", "openapi", "a2a", "mcp", "asyncapi"], calls);
        Assert.All(calls, call => Assert.Contains(shapes, shape => shape.SetEquals(objects[$"with {call}"])));
    }

    /// <summary>Member names of every object that the reader of definitions knows.</summary>
    private static List<HashSet<string>> Shapes()
    {
        const BindingFlags flags = BindingFlags.Static | BindingFlags.Public;
        const string name = "Workflow.Definitions.Reading.Shape";
        var shape = typeof(DefinitionLimits).Assembly.GetType(name, throwOnError: true)!;
        return
        [
            .. shape.Assembly.GetTypes().SelectMany(type => type.GetFields(flags))
                .Where(field => field.FieldType == shape)
                .Select(field => shape.GetProperty("Names")!.GetValue(field.GetValue(null)))
                .Select(names => ((IEnumerable<string>)names!).ToHashSet()),
        ];
    }

    private static Dictionary<string, HashSet<string>> Objects(string source)
    {
        var table = source[..source.IndexOf("export const words", StringComparison.Ordinal)];
        return ObjectText().Matches(table).ToDictionary(
            found => found.Groups["name"].Value,
            found => MemberName().Matches(found.Groups["members"].Value)
                .Select(one => one.Groups[1].Value).ToHashSet());
    }

    [GeneratedRegex(@"(?:const |  |')(?<name>\w[\w ]*)'?(?:: Keys =|:) \{(?<members>[^{}]*)\}")]
    private static partial Regex ObjectText();

    [GeneratedRegex(@"call: \[([^\]]*)\]")]
    private static partial Regex CallWords();

    [GeneratedRegex(@"(\w+): (?:'|tasks)")]
    private static partial Regex MemberName();
}
