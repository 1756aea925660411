using Xunit;

namespace Workflow.UnitTests.Tidy;

/// <summary>The house style, held against every file of the repository.</summary>
public sealed class TidyTests
{
    private static readonly RepositoryFile[] Sources = [.. Repository.Sources];
    private static readonly RepositoryFile[] Projects = [.. Repository.Projects];
    private static readonly RepositoryFile[] Pages = [.. Repository.Pages];
    private static readonly RepositoryFile Operations = Pages.Single(page => page.Path == OptionRows.PagePath);

    [Fact]
    public void Repository_WhenRead_HoldsItsFiles()
    {
        Assert.True(Sources.Length > 20);
        Assert.True(Projects.Length > 5);
        Assert.Contains(Repository.Scripts, script => script.Path == "dev");
        Assert.Contains(Repository.ConsoleSources, file => file.Name == "main.tsx");
    }

    [Fact]
    public void Files_WhenMeasured_AreShort() => AssertNone(
        Sizes.LongFiles([.. Sources, .. Repository.Scripts, .. Repository.ConsoleSources]));

    [Fact]
    public void Files_WhenMeasuredTogether_AreMostlyShorter() => AssertNone(Sizes.TooManyLongish(Sources));

    [Fact]
    public void Lines_WhenMeasured_AreShort() => AssertNone(
        Sizes.LongLines([.. Sources, .. Repository.Scripts, .. Repository.ConsoleSources]));

    [Fact]
    public void Methods_WhenMeasured_AreShort() => AssertNone(Sources.SelectMany(MethodLengths.LongMethods));

    [Fact]
    public void Types_WhenNamed_SayWhatTheyDo() => AssertNone(Sources.SelectMany(TypeNames.EmptyWords));

    [Fact]
    public void Projects_WhenReferring_KeepToTheLayout() => AssertNone(Layout.WrongReferences(Projects));

    [Fact]
    public void Namespaces_WhenUsed_AreUsedWhereTheyBelong() => AssertNone(Sources.SelectMany(Layout.WrongUsings));

    [Fact]
    public void Versions_WhenGiven_StandInOnePlace() => AssertNone(Projects.SelectMany(Layout.Versions));

    [Fact]
    public void Sql_WhenWritten_LiesInTheDatabaseProject() => AssertNone(Sources.SelectMany(SqlPlaces.Strays));

    [Fact]
    public void StatusChanges_WhenWritten_AreTransitions() => AssertNone(Sources.SelectMany(SqlPlaces.StatusChanges));

    [Fact]
    public void Migrations_WhenApplied_LetTheReleaseBeforeGoOn() =>
        AssertNone(Sources.SelectMany(Migrations.Narrowing));

    [Fact]
    public void LogTemplates_WhenWritten_LieInLogFiles() => AssertNone(Sources.SelectMany(LogEvents.Misplaced));

    [Fact]
    public void LogTemplates_WhenWritten_HaveAnEventId() => AssertNone(Sources.SelectMany(LogEvents.WithoutId));

    [Fact]
    public void LogEventIds_WhenGiven_AreGivenOnce() => AssertNone(LogEvents.Twice(Sources));

    [Fact]
    public void LogEvents_WhenWritten_HaveARowForOperators() => AssertNone(LogEventRows.Missing(Sources, Operations));

    [Fact]
    public void LogEventRows_WhenWritten_TellOfAnEvent() => AssertNone(LogEventRows.Stale(Sources, Operations));

    [Fact]
    public void LogProperties_WhenNamed_AreInSnakeCase() => AssertNone(LogEventRows.OtherWords(Sources));

    [Fact]
    public void Links_WhenFollowed_LeadSomewhere() =>
        AssertNone(Pages.SelectMany(page => Tidy.Pages.DeadLinks(page, Repository.Exists)));

    [Fact]
    public void Tests_WhenNamedByAPage_Exist() =>
        AssertNone(Pages.SelectMany(page => Tidy.Pages.UnknownTests(page, Sources)));

    [Fact]
    public void Decisions_WhenNumbered_HaveANumberOfTheirOwn() => AssertNone(Tidy.Pages.DecisionsTwice(Pages));

    [Fact]
    public void Options_WhenDeclared_HaveARowForOperators() => AssertNone(OptionRows.Missing(Sources, Operations));

    [Fact]
    public void OptionRows_WhenWritten_NameAnOption() => AssertNone(OptionRows.Stale(Sources, Operations));

    private static void AssertNone(IEnumerable<Finding> findings)
    {
        var lines = findings.Select(finding => finding.ToString()).ToList();
        Assert.True(lines.Count == 0, string.Join('\n', lines));
    }
}
