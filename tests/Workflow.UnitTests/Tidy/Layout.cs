using System.Text.RegularExpressions;

namespace Workflow.UnitTests.Tidy;

/// <summary>Which project may know what: most code then needs no server to be tested.</summary>
public static partial class Layout
{
    // What services share in starting up: settings and logs.
    private const string HostingProject = "Workflow.Hosting";

    // What agents that are not ours are built with: ASP.NET Core, and nothing of ours.
    private const string AgentsProject = "Workflow.Agents";

    // A package (by the start of its name) and the only projects of the product that may have it.
    private static readonly (string Package, string[] Projects)[] Homes =
    [
        ("Confluent.Kafka", ["Workflow.Kafka", "Workflow.ExampleKafkaAgent"]),
        ("Npgsql", ["Workflow.Database"]),
        ("Microsoft.EntityFrameworkCore", ["Workflow.Database"]),
        ("YamlDotNet", ["Workflow.Definitions"]),
    ];

    // A project and what it must not reach, directly or through others.
    private static readonly (string Project, string[] Unreachable)[] Walls =
    [
        ("Workflow.Outgoing", ["Workflow.Definitions", "Workflow.Database", "Workflow.Kafka", "Workflow.Execution"]),
        (AgentsProject, ["Workflow.Model", "Workflow.Database", "Workflow.Kafka", "Workflow.Execution"]),
        (HostingProject, ["Workflow.Database", "Workflow.Kafka", "Workflow.Execution"]),
        ("Workflow.Jq", ["Workflow.Definitions", "Workflow.Database", "Workflow.Kafka", "Workflow.Execution"]),
        ("Workflow.Schemas", ["Workflow.Definitions", "Workflow.Database", "Workflow.Kafka", "Workflow.Execution"]),
        ("Workflow.Definitions", ["Workflow.Database", "Workflow.Kafka", "Workflow.Execution"]),
        ("Workflow.Database", ["Workflow.Kafka", "Workflow.Execution"]),
        ("Workflow.Kafka", ["Workflow.Database", "Workflow.Execution"]),
        ("Workflow.Execution", ["Workflow.Kafka", "Workflow.Database", HostingProject]),
    ];

    // A name in code and the only folders of the product that may use it. Services build the data source, no more.
    private static readonly (string Name, string[] Folders)[] Usings =
    [
        ("Npgsql", ["shared/Workflow.Database", "services"]),
        ("NpgsqlCommand", ["shared/Workflow.Database"]),
        ("NpgsqlBatch", ["shared/Workflow.Database"]),
        ("NpgsqlConnection", ["shared/Workflow.Database"]),
        ("Microsoft.EntityFrameworkCore", ["shared/Workflow.Database"]),
        ("Confluent.Kafka", ["shared/Workflow.Kafka", "examples/kafka-agent"]),
        ("Microsoft.AspNetCore", ["services", "examples", $"shared/{AgentsProject}"]),
    ];

    public static IEnumerable<Finding> WrongReferences(IReadOnlyCollection<RepositoryFile> projects)
    {
        var product = projects.Where(project => !project.IsIn("tests") && !project.IsIn("bench")).ToList();
        return product.SelectMany(Own)
            .Concat(Walls.SelectMany(wall => Breaches(product, wall.Project, wall.Unreachable)));
    }

    public static IEnumerable<Finding> WrongUsings(RepositoryFile file)
    {
        if (file.IsIn("tests") || file.IsIn("bench"))
        {
            return [];
        }

        var code = CodeText.Bare(file.Text);
        return from rule in Usings
               where !rule.Folders.Any(file.IsIn)
               from Match use in Regex.Matches(code, $@"(?<![\w.]){Regex.Escape(rule.Name)}(?=[.;\s(])")
               select file.At(use.Index, $"{rule.Name} belongs in {string.Join(", ", rule.Folders)}.");
    }

    /// <summary>Versions stand once, in Directory.Packages.props.</summary>
    public static IEnumerable<Finding> Versions(RepositoryFile project) =>
        from Match match in PackageVersion().Matches(project.Text)
        select project.At(match.Index, "a version outside Directory.Packages.props.");

    private static IEnumerable<Finding> Own(RepositoryFile project)
    {
        var name = NameOf(project);
        foreach (Match match in Reference().Matches(project.Text))
        {
            var (kind, target) = (match.Groups["kind"].Value, match.Groups["target"].Value);
            if (kind == "Package")
            {
                var home = Homes.FirstOrDefault(home => target.StartsWith(home.Package, StringComparison.Ordinal));
                if (home.Projects is { } allowed && !allowed.Contains(name))
                {
                    yield return project.At(match.Index, $"{target} belongs in {string.Join(", ", allowed)} alone.");
                }
            }

            if (name == "Workflow.Model")
            {
                yield return project.At(match.Index, "Workflow.Model refers to nothing.");
            }
            else if (kind == "Framework" && project.IsIn("shared")
                && name is not (HostingProject or AgentsProject))
            {
                yield return project.At(match.Index, $"shared code does without {target}.");
            }
            else if (kind == "Project" && Regex.IsMatch(target, @"(^|/)(services|examples|tests)/"))
            {
                yield return project.At(match.Index, $"{name} refers to {target}; services stand alone.");
            }
        }
    }

    private static IEnumerable<Finding> Breaches(
        IReadOnlyCollection<RepositoryFile> projects, string from, string[] unreachable)
    {
        var file = projects.FirstOrDefault(project => NameOf(project) == from);
        return file is null
            ? []
            : Reached(projects, from).Intersect(unreachable)
                .Select(to => new Finding(file.Path, 1, $"{from} reaches {to}."));
    }

    private static HashSet<string> Reached(IReadOnlyCollection<RepositoryFile> projects, string from)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([from]);
        while (open.TryPop(out var name))
        {
            var text = projects.FirstOrDefault(project => NameOf(project) == name)?.Text ?? "";
            foreach (var next in Reference().Matches(text).Where(match => match.Groups["kind"].Value == "Project")
                .Select(match => Path.GetFileNameWithoutExtension(match.Groups["target"].Value)).Where(reached.Add))
            {
                open.Push(next);
            }
        }

        return reached;
    }

    private static string NameOf(RepositoryFile project) => Path.GetFileNameWithoutExtension(project.Name);

    [GeneratedRegex("""
        <(?<kind>Package|Project|Framework)Reference\s+Include="(?:\$\(RepositoryRoot\))?(?<target>[^"]+)"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Reference();

    [GeneratedRegex("""<PackageReference\b[^>]*\bVersion\s*=|<PackageReference\b[^/>]*>\s*<Version>""")]
    private static partial Regex PackageVersion();
}
