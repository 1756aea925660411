using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Workflow.IntegrationTests.Deployment;

/// <summary>docker-compose.yml as Compose reads it: anchors merged, variables filled in.</summary>
internal sealed partial class ComposeFile
{
    private readonly Dictionary<object, object> _root;

    /// <param name="variables">What .env would hold.</param>
    public ComposeFile(string path, IReadOnlyDictionary<string, string> variables)
    {
        var text = Variable().Replace(File.ReadAllText(path), match =>
            variables.GetValueOrDefault(match.Groups["name"].Value, match.Groups["default"].Value));
        var parser = new MergingParser(new Parser(new StringReader(text.Replace("$$", "$"))));
        _root = (Dictionary<object, object>)new DeserializerBuilder().Build().Deserialize(parser)!;
    }

    public IReadOnlyList<string> Services => [.. Of(_root, "services").Keys.Cast<string>()];

    public ComposeService Service(string name) => new((Dictionary<object, object>)Of(_root, "services")[name]);

    public IReadOnlyList<string> Volumes => [.. Of(_root, "volumes").Keys.Cast<string>()];

    /// <summary>Names of all variables that the text asks for.</summary>
    public static IEnumerable<string> VariablesOf(string text) =>
        Variable().Matches(text).Select(match => match.Groups["name"].Value).Distinct();

    private static Dictionary<object, object> Of(Dictionary<object, object> parent, string key) =>
        (Dictionary<object, object>)parent[key];

    [GeneratedRegex(@"(?<!\$)\$\{(?<name>\w+)(?::-(?<default>[^}]*))?\}")]
    private static partial Regex Variable();
}

/// <summary>A service of a compose file, or any other object that is written in YAML.</summary>
internal sealed class ComposeService(Dictionary<object, object> map)
{
    public string? Text(string key) => map.GetValueOrDefault(key) as string;

    public IReadOnlyList<string> List(string key) =>
        map.GetValueOrDefault(key) is List<object> list ? [.. list.Cast<string>()] : [];

    public IReadOnlyList<ComposeService> Maps(string key) => map.GetValueOrDefault(key) is List<object> list
        ? [.. list.Cast<Dictionary<object, object>>().Select(one => new ComposeService(one))]
        : [];

    public ComposeService Map(string key) => new((Dictionary<object, object>)map[key]);

    public bool Has(string key) => map.ContainsKey(key);

    public IEnumerable<string> Keys => map.Keys.Cast<string>();

    public IReadOnlyDictionary<string, string> Environment => Map("environment").Texts;

    private Dictionary<string, string> Texts =>
        map.ToDictionary(pair => (string)pair.Key, pair => pair.Value as string ?? "");
}
