using Xunit;

namespace Workflow.UnitTests.Tidy;

/// <summary>Each rule of <see cref="TidyTests"/> finds what it is there for, and says where.</summary>
public sealed class TidyRuleTests
{
    [Fact]
    public void LongFiles_WhenAFileIsTooLong_NamesIt() =>
        AssertAt("a.cs", 401, Sizes.LongFiles([File("a.cs", Lines(401)), File("b.cs", Lines(400))]));

    [Fact]
    public void LongFiles_WhenAServiceProgramIsTooLong_NamesIt() =>
        AssertAt("services/X/Program.cs", 61, Sizes.LongFiles([File("services/X/Program.cs", Lines(61))]));

    [Fact]
    public void TooManyLongish_WhenOneOfTenIs_NamesIt() =>
        AssertAt("long.cs", 201, Sizes.TooManyLongish(
            [File("long.cs", Lines(201)), .. Enumerable.Range(0, 9).Select(i => File($"{i}.cs", "x\n"))]));

    [Fact]
    public void LongLines_WhenALineIsTooLong_NamesIt() =>
        AssertAt("a.cs", 2, Sizes.LongLines([File("a.cs", $"short\n{new string('x', 121)}\n")]));

    [Theory]
    [InlineData("    void Long()\n    {\n{0}    }\n")]
    [InlineData("    [Fact]\n    async Task<int> Long<T>(int a = 1)\n        where T : class\n    {\n{0}    }\n")]
    [InlineData("    int Long(int a) =>\n        a switch\n        {\n{0}        };\n")]
    public void LongMethods_WhenAMethodIsTooLong_NamesIt(string method)
    {
        var body = string.Concat(Enumerable.Repeat("        // { \"\n", 70));
        var members = "    int P { get; } = 1;\n" + method.Replace("{0}", body);
        var text = $"namespace N;\nclass C(int x) : B\n{{\n{members}}}\n";
        var finding = Assert.Single(MethodLengths.LongMethods(File("a.cs", text)));
        Assert.StartsWith("Long has ", finding.Message);
        Assert.InRange(finding.Line, 5, 6);
    }

    [Fact]
    public void LongMethods_WhenManyAreShort_FindsNothing()
    {
        var method = "    string M(string a)\n    {\n        if (a == \"{\") { return $\"{a}}}\"; }\n    }\n\n";
        var text = $"class C\n{{\n{string.Concat(Enumerable.Repeat(method, 40))}}}\n";
        Assert.Empty(MethodLengths.LongMethods(File("a.cs", text)));
    }

    [Fact]
    public void LongMethods_WhenATableIsLong_FindsNothing()
    {
        var rows = string.Concat(Enumerable.Repeat("        [1] = F(2),\n", 90));
        var text = $"class C\n{{\n    static readonly Table T = new()\n    {{\n{rows}    }};\n    int x;\n}}\n";
        Assert.Empty(MethodLengths.LongMethods(File("a.cs", text)));
    }

    [Theory]
    [InlineData("class RunManager {}")]
    [InlineData("public sealed record struct DataRow(int A);")]
    [InlineData("interface IStringUtils {}")]
    public void EmptyWords_WhenANameHoldsOne_NamesIt(string code) =>
        AssertAt("a.cs", 2, TypeNames.EmptyWords(File("a.cs", $"// class X\n{code}\n")));

    [Theory]
    [InlineData("class DatabaseSetup {}")]
    [InlineData("class InformationDesk {} // class Helper")]
    public void EmptyWords_WhenANameOnlyLooksLikeIt_FindsNothing(string code) =>
        Assert.Empty(TypeNames.EmptyWords(File("a.cs", code)));

    [Theory]
    [InlineData("shared/Workflow.Execution/Workflow.Execution.csproj", "<PackageReference Include=\"Npgsql\" />")]
    [InlineData("services/Workflow.Api/Workflow.Api.csproj", "<PackageReference Include=\"Confluent.Kafka\" />")]
    [InlineData("shared/Workflow.Model/Workflow.Model.csproj", "<PackageReference Include=\"Polly.Core\" />")]
    [InlineData("shared/Workflow.Jq/Workflow.Jq.csproj", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />")]
    [InlineData("services/Workflow.Api/Workflow.Api.csproj",
        "<ProjectReference Include=\"$(RepositoryRoot)services/Workflow.Bridge/Workflow.Bridge.csproj\" />")]
    public void WrongReferences_WhenAProjectKnowsTooMuch_NamesIt(string path, string reference) =>
        AssertAt(path, 2, Layout.WrongReferences([File(path, $"<Project>\n{reference}\n</Project>\n")]));

    [Fact]
    public void WrongReferences_WhenTheWayIsIndirect_FindsItToo() =>
        AssertAt("shared/Workflow.Execution/Workflow.Execution.csproj", 1, Layout.WrongReferences(
        [
            File("shared/Workflow.Execution/Workflow.Execution.csproj",
                "<ProjectReference Include=\"../Workflow.Definitions/Workflow.Definitions.csproj\" />"),
            File("shared/Workflow.Definitions/Workflow.Definitions.csproj",
                "<ProjectReference Include=\"../Workflow.Kafka/Workflow.Kafka.csproj\" />"),
        ]).Where(finding => finding.Message == "Workflow.Execution reaches Workflow.Kafka."));

    [Theory]
    [InlineData("services/Workflow.Api/A.cs", "    var x = new NpgsqlCommand(text);")]
    [InlineData("shared/Workflow.Execution/A.cs", "using Npgsql;")]
    [InlineData("shared/Workflow.Execution/A.cs", "using Microsoft.AspNetCore.Http;")]
    public void WrongUsings_WhenANamespaceIsForeign_NamesIt(string path, string line) =>
        AssertAt(path, 2, Layout.WrongUsings(File(path, $"\n{line}\n")));

    [Fact]
    public void UnknownTests_WhenAPageNamesOne_NamesIt() =>
        AssertAt("docs/a.md", 2, Pages.UnknownTests(
            File("docs/a.md", "`AnyTests.There`\n`AnyTests.Gone` `OtherTests.There`\n"),
            [File("tests/AnyTests.cs", "public void There()"), File("tests/OtherTests.cs", "public void There()")]));

    [Fact]
    public void Versions_WhenAProjectGivesOne_NamesIt() =>
        AssertAt("a.csproj", 2, Layout.Versions(
            File("a.csproj", "\n<PackageReference Include=\"X\" Version=\"1\" />\n")));

    [Fact]
    public void Strays_WhenSqlLiesElsewhere_NamesIt() =>
        AssertAt("services/A.cs", 2, SqlPlaces.Strays(
            File("services/A.cs", "\nvar sql = \"\"\"\n  select 1\n  from t \"\"\";\n")));

    [Fact]
    public void StatusChanges_WhenOutsideTheTransitions_AreNamed() =>
        AssertAt("shared/Workflow.Database/Reads/A.cs", 1, SqlPlaces.StatusChanges(File(
            "shared/Workflow.Database/Reads/A.cs", "var s = \"update workflow_runs set x = 1, status = 'FAILED'\";")));

    [Theory]
    [InlineData("drop table runs;")]
    [InlineData("alter table runs drop column x;")]
    [InlineData("alter table runs rename column x to y;")]
    [InlineData("alter table runs alter column x type bigint;")]
    [InlineData("alter table runs alter column x set not null;")]
    [InlineData("alter table runs add column x text, add column y text not null;")]
    public void Narrowing_WhenAMigrationTakesAway_NamesIt(string sql) =>
        AssertAt("shared/Workflow.Database/Migrations/A.cs", 2, Migrations.Narrowing(
            File("shared/Workflow.Database/Migrations/A.cs", $"\nvar sql = \"{sql}\";\n")));

    [Theory]
    [InlineData("alter table runs add column x text not null default '', add column y text;")]
    [InlineData("create table more (x text not null); drop index a; create index b on runs (x) where x is not null;")]
    public void Narrowing_WhenAMigrationOnlyAdds_FindsNothing(string sql) =>
        Assert.Empty(Migrations.Narrowing(
            File("shared/Workflow.Database/Migrations/A.cs", $"\nvar sql = \"{sql}\";\n")));

    [Fact]
    public void LogTemplates_WhenMisplacedOrWithoutId_AreNamed()
    {
        var file = File("A.cs", "\n[LoggerMessage(Level = LogLevel.Error, Message = \"x\")]\n");
        AssertAt("A.cs", 2, LogEvents.Misplaced(file));
        AssertAt("A.cs", 2, LogEvents.WithoutId(file));
    }

    [Fact]
    public void LogEventIds_WhenGivenTwice_AreNamed() =>
        AssertAt("B.Log.cs", 1, LogEvents.Twice(
        [
            File("A.Log.cs", "[LoggerMessage(EventId = 6001, Message = \"x\")]"),
            File("B.Log.cs", "[LoggerMessage(6001, LogLevel.Warning, \"y\")]"),
        ]));

    [Fact]
    public void DeadLinks_WhenNothingIsThere_AreNamed() =>
        AssertAt("docs/a.md", 2, Pages.DeadLinks(
            File("docs/a.md", "[x](https://x.example/) [y](b.md#part)\n[z](../gone.md)\n"),
            path => path == "docs/b.md"));

    [Fact]
    public void Decisions_WhenANumberIsGivenTwice_AreNamed() =>
        AssertAt("docs/adr/0001-b.md", 1, Pages.DecisionsTwice(
            [File("docs/adr/0001-a.md", ""), File("docs/adr/0001-b.md", "")]));

    [Fact]
    public void OptionRows_WhenOneIsMissingAndOneStale_AreNamed()
    {
        var source = File(
            "A.cs", "public sealed record AOptions\n{\n    public Map<int, int>? New { get; init; } = new();\n}\n");
        var page = File("docs/operations.md", "## X: `AOptions`\n| `Old` | x |\n## Y\n| `New` | x |\n");
        AssertAt("A.cs", 3, OptionRows.Missing([source], page));
        AssertAt("docs/operations.md", 2, OptionRows.Stale([source], page));
    }

    private static RepositoryFile File(string path, string text) => new(path, text);

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("x\n", count));

    private static void AssertAt(string path, int line, IEnumerable<Finding> findings)
    {
        var finding = Assert.Single(findings);
        Assert.Equal((path, line), (finding.Path, finding.Line));
    }
}
