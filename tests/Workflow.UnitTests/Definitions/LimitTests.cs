using System.Text;
using Workflow.Definitions;
using Xunit;

namespace Workflow.UnitTests.Definitions;

public class LimitTests
{
    [Fact]
    public void Read_WhenTheTextIsTooLarge_NamesSizeAndLimit()
    {
        var error = Assert.Single(Text.Errors(new string('a', 2_000_000)));
        Assert.StartsWith(
            "The definition has 2000000 bytes; the limit is 1048576.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenItIsTooLargeOnlyAsJson_NamesSizeAndLimit()
    {
        var text = Text.Tasks($"- a: {{ set: {{ x: \"{Repeated("\\0", 500)}\" }} }}");
        var error = Assert.Single(Text.Errors(text, new DefinitionLimits { DocumentBytes = 2_000 }));
        Assert.Contains("As JSON the definition has 31", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenAliasesMultiply_StopsAtTheLimitOfValues()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 20; i++)
        {
            text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        }

        var error = Assert.Single(Text.Errors(text.ToString()));
        Assert.Contains("more than 200000 values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenAnAliasedTextMultiplies_StopsAtTheLimitOfBytes()
    {
        var text = $"a: &x '{new string('y', 100_000)}'\nb: [{string.Join(", ", Enumerable.Repeat("*x", 100))}]\n";
        var error = Assert.Single(Text.Errors(text));
        Assert.Contains(
            "With its YAML aliases written out, the document has more than 1048576 bytes", error.Message,
            StringComparison.Ordinal);
        Assert.StartsWith("/b/", error.Pointer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: ", "[", "")]
    [InlineData("{\"a\": ", "[", "]")]
    [InlineData("{\"a\": ", "{\"a\":", "}")]
    [InlineData("", "- ", "")]
    public void Read_WhenNestedTooDeep_StopsAtTheLimit(string start, string open, string close)
    {
        var text = start + Repeated(open, 5_000) + Repeated(close, 5_000);
        var error = Assert.Single(Text.Errors(text));
        Assert.Contains("nested more than 400 deep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenThereAreTooManyTasks_SaysAtTheFirstBeyond()
    {
        var text = Text.Tasks(string.Join('\n', Enumerable.Range(0, 8).Select(i => $"- t{i}: {{ set: . }}")));
        var error = Assert.Single(Text.Errors(text, new DefinitionLimits { Tasks = 5 }));
        Assert.Equal("/do/5/t5", error.Pointer);
        Assert.Contains("more than 5 tasks, which is the limit", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenTheLargestAllowedNumberOfTasksIsThere_ReadsThem()
    {
        var text = Text.Tasks(
            string.Join('\n', Enumerable.Range(0, 10_000).Select(i => $"- t{i}: {{ set: {{ x: '${{ .a{i} }}' }} }}")));
        Assert.Equal(10_000, Text.Definition(text).TaskCount);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void Read_WhenTaskListsAreNested_StopsAtTheLimitOfLevels(int around, bool isValid)
    {
        var task = Repeated("{ do: [ { a: ", around) + "{ set: . }" + Repeated(" } ] }", around);
        var result = DefinitionReader.Read(Text.With($"do: [ {{ a: {task} }} ]"));
        Assert.Equal(isValid, result.IsValid);
        Assert.All(result.Errors, error => Assert.Contains(
            "more than 64 levels deep", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_WhenANameIsTooLong_NamesLengthAndLimit()
    {
        var error = Assert.Single(Text.Errors(Text.Tasks($"- {new string('n', 201)}: {{ set: . }}")));
        Assert.StartsWith(
            "The name of this task has 201 characters; the limit is 200.", error.Message, StringComparison.Ordinal);
        Assert.True(DefinitionReader.Read(Text.Tasks($"- {new string('n', 200)}: {{ set: . }}")).IsValid);
    }

    [Fact]
    public void Read_WhenAnExpressionIsTooLong_NamesLengthAndLimit()
    {
        var error = Assert.Single(Text.Errors(Text.Tasks($"- a: {{ set: '.{Repeated(" | .", 3_000)}' }}")));
        Assert.StartsWith(
            "The expression has 12001 characters; the limit is 10000.", error.Message, StringComparison.Ordinal);
        Assert.Equal("/do/0/a/set", error.Pointer);
    }

    [Fact]
    public void Read_WhenAnExpressionNamesSomethingEndless_CutsTheMessage()
    {
        var error = Assert.Single(Text.Errors(Text.Tasks($"- a: {{ set: '${Repeated("x", 9_000)}' }}")));
        Assert.InRange(error.Message.Length, 100, 600);
    }

    [Fact]
    public void Read_WhenAPathIsTooLongForTheDatabase_NamesLengthAndLimit()
    {
        var name = new string('n', 190);
        var task = Repeated($"{{ do: [ {{ {name}: ", 9) + "{ set: . }" + Repeated(" } ] }", 9);
        var error = Assert.Single(Text.Errors(Text.With($"do: [ {{ a: {task} }} ]")));
        Assert.Contains("bytes; the limit is 1500", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenErrorsStandDeepBelowLongNames_KeepsPointersShort()
    {
        var name = new string('n', 300);
        var bad = string.Join(", ", Enumerable.Range(0, 50).Select(i => $"x{i}: '${{'"));
        var set = Repeated($"{{ {name}: ", 100) + $"{{ {bad} }}" + Repeated("}", 100);
        var errors = Text.Errors(Text.Tasks($"- a: {{ set: {set} }}"));
        Assert.All(errors, error => Assert.InRange(error.Pointer.Length, 2_000, 3_000));
    }

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
