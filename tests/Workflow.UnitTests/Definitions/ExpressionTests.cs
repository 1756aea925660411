using Workflow.Definitions;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Xunit;

namespace Workflow.UnitTests.Definitions;

public class ExpressionTests
{
    [Theory]
    [InlineData("'${ .a }'", ".a")]
    [InlineData("'${.a}'", ".a")]
    [InlineData("'  ${ {a: 1} }  '", "{a: 1}")]
    public void Read_WhenTheWholeTextIsMarked_CompilesWhatIsInside(string text, string source)
    {
        var set = Text.Task<SetTask>($"- a: {{ set: {{ x: {text} }} }}");
        var member = Assert.IsType<ObjectTemplate>(set.Set).Members[0];
        Assert.Equal(source, Assert.IsType<ExpressionTemplate>(member.Value).Expression.Source);
    }

    [Theory]
    [InlineData(".a")]
    [InlineData("costs $5 {or} more")]
    [InlineData("Hello ${ .name }")]
    public void Read_WhenTextIsNotMarked_IsLiteral(string text)
    {
        var set = Text.Task<SetTask>($"- a: {{ set: {{ x: '{text}' }} }}");
        Assert.Equal($$"""{"x":"{{text}}"}""", Assert.IsType<LiteralTemplate>(set.Set).Value.ToJson());
    }

    [Theory]
    [InlineData("- a: { set: { x: '${ .a' } }", "/do/0/a/set/x", 20, "begins with `${` but does not end with `}`")]
    [InlineData("- a: { set: { x: '${ .a } b' } }", "/do/0/a/set/x", 20, "begins with `${` but does not end with `}`")]
    [InlineData("- a: { set: { x: '${}' } }", "/do/0/a/set/x", 20, "The expression is empty")]
    [InlineData("- a: { set: ., if: '' }", "/do/0/a/if", 22, "The expression is empty")]
    [InlineData(
        "- a: { set: ., if: true }",
        "/do/0/a/if", 22, "`if` must be a jq expression as text, but is true. Put it in quotes.")]
    [InlineData(
        "- a: { set: { x: [ '${ .a | }' ] } }",
        "/do/0/a/set/x/0", 22, "The expression `.a |` is not valid jq:")]
    [InlineData("- a: { set: { x: '${ .a } ${ .b }' } }", "/do/0/a/set/x", 20, "only one `${ … }`")]
    [InlineData("- a: { set: { x: '${ $nope }' } }", "/do/0/a/set/x", 20, "nope")]
    [InlineData("- a: { set: ., output: { as: '.a |' } }", "/do/0/a/output/as", 32, "is not valid jq")]
    [InlineData("- a: { wait: '${ .a | }' }", "/do/0/a/wait", 16, "is not valid jq")]
    public void Read_WhenAnExpressionIsWrong_SaysWhereAndWhat(string tasks, string pointer, int column, string message)
    {
        var error = Assert.Single(Text.Errors(Text.Tasks(tasks)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((pointer, Text.HeaderLines + 2, column), (error.Pointer, error.Line, error.Column));
    }

    [Fact]
    public void Read_WhenAnExpressionIsWrong_GivesItsOwnColumnAndTheVariables()
    {
        var error = Assert.Single(Text.Errors(Text.Tasks("- a: { set: { x: '${ .a + $nope }' } }")));
        Assert.Contains("(at its column 6)", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            "a jq expression; variables here: $context, $workflow, $runtime, $task, $input",
            error.Expected);
    }

    /// <summary>The DSL's table of which expression sees which argument; secrets and logins aside.</summary>
    [Theory]
    [InlineData("input: { from: @ }", "workflow runtime")]
    [InlineData("output: { as: @ }", "context workflow runtime")]
    [InlineData("do: [ { a: { set: ., if: @ } } ]", "context task workflow runtime")]
    [InlineData("do: [ { a: { set: ., input: { from: @ } } } ]", "context task workflow runtime")]
    [InlineData("do: [ { a: { set: @ } } ]", "context input task workflow runtime")]
    [InlineData(
        "do: [ { a: { set: ., output: { as: @ } } } ]",
        "context input task workflow runtime")]
    [InlineData(
        "do: [ { a: { set: ., export: { as: @ } } } ]",
        "context input output task workflow runtime")]
    [InlineData(
        "do: [ { a: { for: { in: @ }, do: [] } } ]",
        "context input task workflow runtime")]
    [InlineData(
        "do: [ { a: { for: { in: . }, while: @, do: [] } } ]",
        "context input task workflow runtime item index")]
    [InlineData(
        "do: [ { a: { for: { in: ., each: x, at: i }, do: [ { b: { set: @ } } ] } } ]",
        "context input task workflow runtime x i")]
    [InlineData(
        "do: [ { a: { try: [ { b: { set: @ } } ], catch: {} } } ]",
        "context input task workflow runtime")]
    [InlineData(
        "do: [ { a: { try: [], catch: { when: @ } } } ]",
        "context input task workflow runtime error")]
    [InlineData(
        "do: [ { a: { try: [], catch: { as: x, retry: { exceptWhen: @ } } } } ]",
        "context input task workflow runtime x")]
    [InlineData(
        "do: [ { a: { try: [], catch: { as: x, do: [ { b: { if: @, set: . } } ] } } } ]",
        "context task workflow runtime x")]
    public void Read_WhenAnExpressionUsesAVariable_KnowsWhichAreInScope(string place, string scope)
    {
        string[] all =
        [
            "context", "input", "output", "secrets", "task", "workflow", "runtime", "authorization",
            "item", "index", "x", "i", "error",
        ];
        var isInTask = place.StartsWith("do", StringComparison.Ordinal);
        foreach (var name in all)
        {
            var rest = place.Replace("@", $"'${name}'", StringComparison.Ordinal) + (isInTask ? "" : "\ndo: []");
            var result = DefinitionReader.Read(Text.With(rest));
            var isInScope = scope.Split(' ').Contains(name);
            Assert.True(result.IsValid == isInScope, $"${name} in {place}: {string.Join(';', result.Errors)}");
        }
    }

    [Fact]
    public void Retry_WhenItIsReusedInManyScopes_TellsItsErrorOnce()
    {
        const string text = """
            use: { retries: { r: { when: $nope } } }
            do:
              - a: { try: [], catch: { retry: r } }
              - b: { for: { in: ., each: x }, do: [ { c: { try: [], catch: { retry: r } } } ] }
            """;
        Assert.Equal("/use/retries/r/when", Text.OnlyError(text).Pointer);
    }

    [Fact]
    public void Retry_WhenItIsReused_SeesTheErrorUnderTheNameOfEachCatch()
    {
        const string text = """
            use: { retries: { r: { when: $err.status == 500 } } }
            do:
              - a: { try: [], catch: { as: err, retry: r } }
              - b: { try: [], catch: { retry: r } }
            """;
        var (pointer, line, _, message) = Text.OnlyError(text);
        Assert.Equal(("/use/retries/r/when", 1), (pointer, line));
        Assert.Contains("err", message, StringComparison.Ordinal);
    }
}
