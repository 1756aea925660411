using Workflow.Definitions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Events;
using Workflow.Jq;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>What of a filter finds its events without the run.</summary>
public sealed class EventWaitTests
{
    [Theory]
    [InlineData("with: { type: paid }", "[]", true)]
    [InlineData("with: { type: paid, source: /here }", "[]", true)]
    [InlineData("with: { type: paid, source: /there }", "[]", false)]
    [InlineData("with: { type: paid, data: { b: 2.0, a: 1 } }", "[]", true)]
    [InlineData("with: { type: paid, data: '${ .a > 1 }' }", "[]", false)]
    [InlineData("with: { type: paid, data: '${ .a == 1 # so }' }", "[]", true)]
    [InlineData("with: { type: paid, data: '${ .a | error }' }", "[]", false)]
    [InlineData("with: { type: paid, data: '${ .a == $input.a }' }", "[]", true)]
    [InlineData("with: { type: paid, time: '${ . < (now | todate) }' }", "[]", true)]
    [InlineData("with: { type: paid }, correlate: { k: { from: .data.a, expect: '${ .a }' } }", "[1]", true)]
    [InlineData("with: { type: paid }, correlate: { k: { from: .data.a, expect: '${ .a }' } }", "[2]", false)]
    [InlineData("with: { type: paid }, correlate: { k: { from: '.data.a + $input.a', expect: 1 } }", "[1]", true)]
    public void Expected_WhenAnEventComes_IsTheSameIfTheFilterMayWantIt(string filter, string expected, bool isFound)
    {
        var wait = EventWait.Of(FilterOf(filter), JqValue.Parse(expected).Items);
        var seen = new EventProbe(wait.From).HashOf(JqValue.Parse(
            """{"specversion":"1.0","id":"1","type":"paid","source":"/here","data":{"a":1,"b":2}}"""));

        Assert.Equal("paid", wait.Type);
        Assert.Equal(isFound, seen == wait.Expected);
    }

    [Fact]
    public void Key_WhenOnlyTheExpectedValueDiffers_IsTheSame()
    {
        const string text = "with: { type: paid }, correlate: { k: { from: .data.a, expect: '${ .a }' } }";
        var (one, two) = (
            EventWait.Of(FilterOf(text), [JqValue.Number(1L)]), EventWait.Of(FilterOf(text), [JqValue.Number(2L)]));

        Assert.Equal(one.Key, two.Key);
        Assert.NotEqual(one.Expected, two.Expected);
        Assert.Equal(EventWait.KeyOf(one.From), one.Key);
    }

    private static EventFilter FilterOf(string filter) =>
        Assert.IsType<ListenTask>(DefinitionReader.Read(Engine.Document(
            $"do:\n- a: {{ listen: {{ to: {{ one: {{ {filter} }} }} }} }}")).Definition!.Do.Tasks[0]).Events[0];
}
