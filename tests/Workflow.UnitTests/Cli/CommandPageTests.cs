using System.CommandLine;
using System.Text.RegularExpressions;
using Workflow.Cli;
using Workflow.UnitTests.Tidy;
using Xunit;

namespace Workflow.UnitTests.Cli;

/// <summary>docs/cli.md tells every command with its options, and none that there is not.</summary>
public sealed partial class CommandPageTests
{
    private static readonly string[] Everywhere = ["--output", "--api", "--context", "--help", "--version"];

    private static readonly RepositoryFile Page = Repository.Pages.Single(page => page.Path == "docs/cli.md");

    private static readonly Dictionary<string, string> Rows = Page.Lines
        .Select(line => Row().Match(line)).Where(row => row.Success)
        .ToDictionary(row => row.Groups["command"].Value, row => row.Value);

    [Fact]
    public void Page_WhenThereIsACommand_TellsItAndItsOptions()
    {
        var commands = Leaves("workflow", CommandTree.Build()).ToList();

        Assert.Equal(commands.Select(leaf => leaf.Name).Order(), Rows.Keys.Order());
        Assert.All(commands, leaf => Assert.All(
            leaf.Command.Options.Select(option => option.Name).Except(Everywhere),
            option => Assert.Contains($"`{option}", Rows[leaf.Name], StringComparison.Ordinal)));
        Assert.All(Everywhere.Except(["--help", "--version"]), option =>
            Assert.Contains($"`{option}", Page.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_WhenThereIsAnExitCode_TellsIt() =>
        Assert.All(
            typeof(ExitCode).GetFields().Select(field => (int)field.GetRawConstantValue()!),
            code => Assert.Contains($"| {code} |", Page.Text, StringComparison.Ordinal));

    [Fact]
    public void Commands_WhenDescribed_SaySoInOneSentenceAtLeast() =>
        Assert.All(Leaves("workflow", CommandTree.Build()), leaf =>
        {
            Assert.EndsWith(".", leaf.Command.Description, StringComparison.Ordinal);
            Assert.All(leaf.Command.Options, option => Assert.NotEmpty(option.Description ?? ""));
            Assert.All(leaf.Command.Arguments, argument => Assert.NotEmpty(argument.Description ?? ""));
        });

    private static IEnumerable<(string Name, Command Command)> Leaves(string name, Command command) =>
        command.Subcommands.Count == 0
            ? [(name, command)]
            : command.Subcommands.SelectMany(child => Leaves($"{name} {child.Name}", child));

    [GeneratedRegex(@"^\| `(?<command>workflow [a-z -]*[a-z])(?: [^`]*)?` \|.*$")]
    private static partial Regex Row();
}
