using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary><c>listen</c>, read and refused.</summary>
public class ListenTests
{
    [Fact]
    public void Read_WhenEverythingIsGiven_HasIt()
    {
        var task = Text.Task<ListenTask>("""
            - a:
                listen:
                  to:
                    all:
                    - with: { type: paid, data: '${ .amount > 10 }', region: eu }
                      correlate: { order: { from: .data.order, expect: '${ .order }' } }
                    - with: { type: packed }
                  read: envelope
            """);

        Assert.Equal((ListenFor.All, ListenRead.Envelope, StepType.Wait), (task.For, task.Read, task.StepType));
        Assert.Equal(2, task.Events.Count);
        Assert.Equal(
            ["type=\"paid\"", "data?.amount > 10", "region=\"eu\""],
            task.Events[0].Conditions.Select(condition => condition.Attribute
                + (condition.Equal is { } equal ? $"={equal.ToJson()}" : $"?{condition.Holds!.Source}")));
        var correlation = Assert.Single(task.Events[0].Correlations);
        Assert.Equal(("order", ".data.order"), (correlation.Name, correlation.From.Source));
        Assert.IsType<ExpressionTemplate>(correlation.Expect);
        Assert.Null(task.Approval);
    }

    [Fact]
    public void Read_WhenAnApprovalIsListenedTo_HasItsWords()
    {
        var task = Text.Task<ListenTask>("""
            - a:
                listen: { to: { one: { with: { type: workflow.approval } } } }
                metadata: { approval: { title: Pay?, prompt: '${ "Pay \(.amount)?" }' } }
            """);

        Assert.IsType<LiteralTemplate>(task.Approval!.Title);
        Assert.IsType<ExpressionTemplate>(task.Approval.Prompt);
        Assert.Null(Text.Task<ListenTask>(
            "- a: { listen: { to: { one: { with: { type: workflow.approval } } } } }").Approval!.Title);
    }

    [Fact]
    public void Read_WhenEachEventIsDealtWith_HasHow()
    {
        var each = Text.Task<ListenTask>("""
            - a:
                listen: { to: { any: [] } }
                foreach:
                  item: event
                  do: [ { b: { set: '${ [$event, $index] }' } } ]
                  output: { as: '${ $event }', schema: { document: { type: array } } }
                  export: { as: '${ $output }' }
            """).Foreach!;

        Assert.Equal(
            ("foreach", "/do/0/a/foreach", "event", "index"), (each.Name, each.Pointer, each.Item, each.At));
        Assert.Equal("/do/0/a/foreach/do/0/b", Assert.Single(each.Do!.Tasks).Pointer);
        Assert.NotNull(each.OutputAs);
        Assert.NotNull(each.ExportAs);
        Assert.NotNull(each.Schemas.Output);
        Assert.Null(Text.Task<ListenTask>("- a: { listen: { to: { any: [] } }, foreach: {} }").Foreach!.Do);
    }

    [Theory]
    [InlineData("- a: { listen: {} }", "/do/0/a/listen", "The property `to` is missing")]
    [InlineData("- a: { listen: { to: {} } }", "/do/0/a/listen/to", "`to` needs exactly one of `one`, `any` or `all`")]
    [InlineData(
        "- a: { listen: { to: { any: [], all: [] } } }", "/do/0/a/listen/to", "but has 2 of them")]
    [InlineData(
        "- a: { listen: { to: { one: { with: { type: x } }, until: .x } } }", "/do/0/a/listen/to/until",
        "`until` belongs to `any`")]
    [InlineData("- a: { listen: { to: { any: [], until: '${ .[ }' } } }", "/do/0/a/listen/to/until", "not valid jq")]
    [InlineData("- a: { listen: { to: { any: [], until: true } } }", "/do/0/a/listen/to/until", "must be a jq")]
    [InlineData(
        "- a: { listen: { to: { any: [], until: {} } } }", "/do/0/a/listen/to/until", "`until` needs exactly one of")]
    [InlineData(
        "- a: { listen: { to: { any: [], until: { any: [], until: .x } } } }", "/do/0/a/listen/to/until/until",
        "`until`")]
    [InlineData(
        "- a: { listen: { to: { any: [], until: { one: { with: { type: workflow.x } } } } } }",
        "/do/0/a/listen/to/any", "are the platform's own")]
    [InlineData("- a: { listen: { to: { all: [] } } }", "/do/0/a/listen/to/all", "nothing would end the task")]
    [InlineData("- a: { listen: { to: { any: {} } } }", "/do/0/a/listen/to/any", "must be a list of event filters")]
    [InlineData("- a: { listen: { to: { one: {} } } }", "/do/0/a/listen/to/one", "The property `with` is missing")]
    [InlineData(
        "- a: { listen: { to: { one: { with: {} } } } }", "/do/0/a/listen/to/one/with", "must be an object with")]
    [InlineData(
        "- a: { listen: { to: { one: { with: { type: 5 } } } } }", "/do/0/a/listen/to/one/with/type", "must be text")]
    [InlineData(
        "- a: { listen: { to: { one: { with: { data: '${ .[ }' } } } } }", "/do/0/a/listen/to/one/with/data",
        "is not valid jq")]
    [InlineData(
        "- a: { listen: { to: { one: { with: { type: x }, correlate: { o: { expect: 1 } } } } } }",
        "/do/0/a/listen/to/one/correlate/o", "The property `from` is missing")]
    [InlineData(
        "- a: { listen: { to: { any: [] }, read: all } }", "/do/0/a/listen/read",
        "must be `data`, `envelope` or `raw`")]
    [InlineData(
        "- a: { listen: { to: { any: [ { with: { type: workflow.approval } } ] } } }", "/do/0/a/listen/to/any",
        "An approval is listened to alone")]
    [InlineData(
        "- a: { listen: { to: { one: { with: { type: workflow.approval, source: x } } } } }", "/do/0/a/listen/to/one",
        "An approval is listened to alone")]
    [InlineData(
        "- a: { listen: { to: { one: { with: { type: workflow.other } } } } }", "/do/0/a/listen/to/one",
        "are the platform's own")]
    [InlineData(
        "- a: { listen: { to: { any: [] } }, metadata: { approval: {} } }", "/do/0/a/metadata/approval",
        "An approval listens to `one` event whose `type` is `workflow.approval`")]
    [InlineData(
        "- a: { listen: { to: { any: [] } }, foreach: [] }", "/do/0/a/foreach", "must be an object with `item`")]
    [InlineData(
        "- a: { listen: { to: { any: [] } }, foreach: { each: x } }", "/do/0/a/foreach/each",
        "`each` does not stand here; it belongs in a `for`")]
    [InlineData(
        "- a: { listen: { to: { any: [] } }, foreach: { as: .x } }", "/do/0/a/foreach/as",
        "it belongs in `output` or `export`")]
    [InlineData(
        "- a: { listen: { to: { any: [] } }, foreach: { item: $x } }", "/do/0/a/foreach/item", "without `$`")]
    [InlineData(
        "- a: { listen: { to: { any: [] } }, foreach: { item: x, at: x } }", "/do/0/a/foreach/at",
        "`item` and `at` are both named `x`")]
    [InlineData(
        "- a: { listen: { to: { any: [] } }, foreach: { do: { b: { set: {} } } } }", "/do/0/a/foreach/do",
        "must be a list of tasks")]
    [InlineData(
        "- a: { listen: { to: { any: [] } }, foreach: { do: [ { b: { set: '${ $other }' } } ] } }",
        "/do/0/a/foreach/do/0/b/set", "is not valid jq")]
    [InlineData(
        "- a: { listen: { to: { any: [] } }, foreach: { output: { as: 5 } } }", "/do/0/a/foreach/output/as",
        "must be a jq expression")]
    [InlineData("- a: { listen: { to: { any: [] }, foreach: {} } }", "/do/0/a/listen/foreach", "beside `listen`")]
    [InlineData("- a: { set: { x: 1 }, foreach: {} }", "/do/0/a/foreach", "it belongs to `listen`")]
    [InlineData(
        "- a: { listen: { to: { one: { with: { type: workflow.approval } } } }, foreach: {} }", "/do/0/a/foreach",
        "An approval is one decision")]
    public void Read_WhenAListenIsWrong_SaysWhereAndWhat(string tasks, string pointer, string message)
    {
        var error = Assert.Single(Text.Errors(Text.Tasks(tasks)));

        Assert.Equal(pointer, error.Pointer);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
