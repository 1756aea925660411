using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Xunit;

namespace Workflow.UnitTests.Definitions;

public class TaskTests
{
    private static readonly WorkflowDefinition Everything = Text.Definition(Samples.Yaml);

    [Fact]
    public void Read_WhenEveryConstructIsUsed_CountsTasksAndAgents()
    {
        Assert.Equal(16, Everything.TaskCount);
        Assert.Equal(16, TaskTree.Of(Everything).Count());
        Assert.Equal(["ClassifierAgent", "other-agent.v2"], Everything.Agents);
        var expected = new DocumentHeader(
            "1.0.3", "default", "everything", "1.2.3-rc.1+build.7",
            "Everything: at once", "Two lines,\n*with* markup.\n");
        Assert.Equal(expected, Everything.Document);
        Assert.Equal(TimeSpan.FromHours(1), Everything.Timeout!.After.Fixed);
    }

    [Fact]
    public void Pointer_WhenTasksAreNested_IsTheDocumentsOwn()
    {
        var each = Assert.IsType<ForTask>(Everything.Do.Tasks[2]);
        var both = Assert.IsType<ForkTask>(Everything.Do.Tasks[3]);
        var safe = Assert.IsType<TryTask>(Everything.Do.Tasks[4]);

        Assert.Equal("/do/2/each", each.Pointer);
        Assert.Equal("/do/2/each/do/1/pass", each.Do.Tasks[1].Pointer);
        Assert.Equal("/do/3/both/fork/branches/1/right~1er", both.Branches[1].Pointer);
        Assert.Equal("right/er", both.Branches[1].Name);
        Assert.Equal("/do/4/safe/try/0/fetch", safe.Try.Tasks[0].Pointer);
        Assert.Equal("/do/4/safe/catch/do/0/again", safe.CatchDo!.Tasks[0].Pointer);
    }

    [Fact]
    public void Switch_WhenTheDefaultStandsFirst_PutsItLast()
    {
        var decide = Assert.IsType<SwitchTask>(Everything.Do.Tasks[1]);

        Assert.Equal(["urgent", "late", "otherwise"], decide.Cases.Select(c => c.Name));
        Assert.Equal(
            [FlowDirective.GoTo("escalate"), FlowDirective.Exit, FlowDirective.Continue],
            decide.Cases.Select(c => c.Then));
        Assert.Equal(FlowDirective.GoTo("each"), decide.Then);
        Assert.Equal(".numbers != null", decide.If!.Source);
    }

    [Fact]
    public void For_WhenEverythingIsGiven_HasIt()
    {
        var each = Assert.IsType<ForTask>(Everything.Do.Tasks[2]);

        Assert.Equal(
            ("ticket", ".tickets", "i", "$i < 100", 8),
            (each.Each, each.In.Source, each.At, each.While!.Source, each.Parallel));
    }

    [Fact]
    public void For_WhenOnlyInIsGiven_HasTheDefaults()
    {
        var loop = Text.Task<ForTask>(
            "- a:\n    for: { in: .x }\n    do:\n      - b: { set: { i: '${ $item + $index }' } }");

        Assert.Equal(("item", "index", 1), (loop.Each, loop.At, loop.Parallel));
        Assert.Null(loop.While);
    }

    [Fact]
    public void CallAgent_WhenWithIsGiven_IsATemplateOfTheInput()
    {
        var each = Assert.IsType<ForTask>(Everything.Do.Tasks[2]);
        var classify = Assert.IsType<CallAgentTask>(each.Do.Tasks[0]);

        Assert.Equal("ClassifierAgent", classify.Agent);
        Assert.Equal(
            ["text", "lang"], Assert.IsType<ObjectTemplate>(classify.With).Members.Select(member => member.Key));
        Assert.Equal(TimeSpan.FromMilliseconds(5250), classify.Timeout!.After.Fixed);
        Assert.Equal(".label", Assert.IsType<ExpressionTemplate>(classify.OutputAs).Expression.Source);
        Assert.IsType<ExpressionTemplate>(classify.ExportAs);
        Assert.IsType<ExpressionTemplate>(classify.InputFrom);
        Assert.Null(Assert.IsType<CallAgentTask>(each.Do.Tasks[1]).With);
    }

    [Fact]
    public void Fork_WhenEverythingIsGiven_HasIt()
    {
        var both = Assert.IsType<ForkTask>(Everything.Do.Tasks[3]);

        Assert.True(both.Compete);
        Assert.Equal(TimeSpan.FromMilliseconds(500), Assert.IsType<WaitTask>(both.Branches[0]).Wait.Fixed);
        Assert.Equal(new TimeSpan(1, 2, 3, 0), Assert.IsType<WaitTask>(both.Branches[1]).Wait.Fixed);
    }

    [Fact]
    public void CallHttp_WhenEverythingIsGiven_HasIt()
    {
        var call = Assert.IsType<CallHttpTask>(Assert.IsType<TryTask>(Everything.Do.Tasks[4]).Try.Tasks[0]);

        Assert.Equal(("POST", HttpOutput.Response, true), (call.Method, call.Output, call.Redirect));
        Assert.Equal("https://example.com/{id}/x", Assert.IsType<LiteralTemplate>(call.Endpoint.Uri).Value.AsString);
        Assert.IsType<LiteralTemplate>(call.Headers);
        Assert.IsType<ExpressionTemplate>(call.Query);
        Assert.IsType<ObjectTemplate>(call.Body);
    }

    [Theory]
    [InlineData("https://example.com")]
    [InlineData("'{host}/path'")]
    [InlineData("http://{host}:{port}/{a}?b={c.d}")]
    [InlineData("{ uri: 'http://localhost:8080/' }")]
    public void CallHttp_WhenTheEndpointIsLiteral_KeepsItsTemplate(string endpoint) =>
        Assert.IsType<LiteralTemplate>(Text.Task<CallHttpTask>(
            $"- a: {{ call: http, with: {{ method: GET, endpoint: {Quoted(endpoint)} }} }}").Endpoint.Uri);

    [Theory]
    [InlineData("'${ .uri }'")]
    [InlineData("{ uri: '${ \"http://host/\\(.id)\" }' }")]
    public void CallHttp_WhenTheEndpointIsAnExpression_CompilesIt(string endpoint) =>
        Assert.IsType<ExpressionTemplate>(Text.Task<CallHttpTask>(
            $"- a: {{ call: http, with: {{ method: GET, endpoint: {endpoint} }} }}").Endpoint.Uri);

    [Fact]
    public void Try_WhenEverythingIsGiven_HasIt()
    {
        var safe = Assert.IsType<TryTask>(Everything.Do.Tasks[4]);
        var retry = safe.Retry!;

        Assert.Equal(
            ("err", "$err.status != 404", "$err.title == \"no\""),
            (safe.As, safe.When!.Source, safe.ExceptWhen!.Source));
        Assert.Equal(
            """{"type":"https://example.com/errors/broken","status":503,"detail":"x"}""",
            Assert.IsType<LiteralTemplate>(safe.ErrorsWith).Value.ToJson());
        Assert.Equal(
            (Backoff.Exponential, 5, "$err.status >= 500"), (retry.Backoff, retry.MaxAttempts, retry.When!.Source));
        Assert.Equal(
            [1_000, 120_000, 10_000, 10, 90],
            new[] { retry.Delay, retry.TotalDuration, retry.AttemptDuration, retry.JitterFrom, retry.JitterTo }
                .Select(duration => duration!.Fixed.TotalMilliseconds));
    }

    [Fact]
    public void Try_WhenCatchIsEmpty_CatchesEverything()
    {
        var safe = Text.Task<TryTask>("- a:\n    try: [ { b: { set: . } } ]\n    catch: {}");

        Assert.Equal("error", safe.As);
        Assert.True(safe is { ErrorsWith: null, Retry: null, CatchDo: null, When: null });
    }

    [Theory]
    [InlineData("constant", Backoff.Constant)]
    [InlineData("linear", Backoff.Linear)]
    [InlineData("exponential", Backoff.Exponential)]
    public void Retry_WhenInline_HasItsBackoff(string name, Backoff backoff) =>
        Assert.Equal(backoff, Text.Task<TryTask>($$"""
            - a:
                try: [ { b: { set: . } } ]
                catch: { retry: { delay: PT1S, backoff: { {{name}}: {} } } }
            """).Retry!.Backoff);

    [Fact]
    public void Raise_WhenByReference_HasTheReusableError()
    {
        var again = Assert.IsType<RaiseTask>(Assert.IsType<TryTask>(Everything.Do.Tasks[4]).CatchDo!.Tasks[0]);

        Assert.Equal(
            "https://example.com/errors/broken", Assert.IsType<LiteralTemplate>(again.Error.Type).Value.AsString);
        Assert.IsType<ExpressionTemplate>(again.Error.Detail);
        Assert.Equal(FlowDirective.End, again.Then);
    }

    [Fact]
    public void Raise_WhenInline_MayUseExpressions()
    {
        var escalate = Assert.IsType<RaiseTask>(Everything.Do.Tasks[5]);

        Assert.IsType<ExpressionTemplate>(escalate.Error.Type);
        Assert.Equal("418", Assert.IsType<LiteralTemplate>(escalate.Error.Status).Value.ToJson());
        Assert.Equal(".wait", escalate.Timeout!.After.Computed!.Source);
    }

    [Fact]
    public void Set_WhenValuesAreLiteral_KeepsThem()
    {
        var set = Assert.IsType<ObjectTemplate>(Assert.IsType<SetTask>(Everything.Do.Tasks[0]).Set);

        Assert.Equal("[true,false,null,null]", Assert.IsType<LiteralTemplate>(set.Members[2].Value).Value.ToJson());
        Assert.Equal(
            """["yes","on","1","2020-01-01","line\nbreak \" \\"]""",
            Assert.IsType<LiteralTemplate>(set.Members[1].Value).Value.ToJson());
        Assert.IsType<ObjectTemplate>(set.Members[3].Value);
    }

    private static string Quoted(string endpoint) => endpoint[0] is '{' or '\'' ? endpoint : $"'{endpoint}'";
}
