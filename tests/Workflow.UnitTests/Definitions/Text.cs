using Workflow.Definitions;
using Workflow.Definitions.Syntax;
using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary>Definitions for tests: a header and whatever follows it.</summary>
internal static class Text
{
    /// <summary>Lines before what <see cref="With"/> is given.</summary>
    public const int HeaderLines = 5;

    private const string Header =
        "document:\n  dsl: '1.0.3'\n  namespace: default\n  name: sample\n  version: '1.0.0'\n";

    public static string With(string rest) => Header + rest.ReplaceLineEndings("\n");

    /// <summary>A definition of the given tasks, which are indented by two.</summary>
    public static string Tasks(string tasks) =>
        With("do:\n" + string.Concat(tasks.ReplaceLineEndings("\n").Split('\n').Select(line => "  " + line + "\n")));

    public static WorkflowDefinition Definition(string text)
    {
        var result = DefinitionReader.Read(text);
        Assert.True(result.IsValid, string.Join('\n', result.Errors));
        return result.Definition;
    }

    /// <summary>The only task of a definition that consists of it.</summary>
    public static T Task<T>(string tasks)
        where T : TaskNode => Assert.IsType<T>(Definition(Tasks(tasks)).Do.Tasks[0]);

    public static IReadOnlyList<DefinitionError> Errors(string text, DefinitionLimits? limits = null)
    {
        var result = DefinitionReader.Read(text, limits);
        Assert.False(result.IsValid);
        Assert.NotEmpty(result.Errors);
        return result.Errors;
    }

    /// <summary>The only error, with its place counted from the first line after the header.</summary>
    public static (string Pointer, int Line, int Column, string Message) OnlyError(string rest)
    {
        var error = Assert.Single(Errors(With(rest)));
        return (error.Pointer, error.Line - HeaderLines, error.Column, error.Message);
    }
}
