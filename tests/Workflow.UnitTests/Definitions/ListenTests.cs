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

        Assert.Equal((ListenFor.All, true, StepType.Wait), (task.For, task.ReadsEnvelope, task.StepType));
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

    [Theory]
    [InlineData("- a: { listen: {} }", "/do/0/a/listen", "The property `to` is missing")]
    [InlineData("- a: { listen: { to: {} } }", "/do/0/a/listen/to", "`to` needs exactly one of `one`, `any` or `all`")]
    [InlineData(
        "- a: { listen: { to: { any: [], all: [] } } }", "/do/0/a/listen/to", "but has 2 of them")]
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
        "- a: { listen: { to: { one: { with: { type: x }, correlate: { o: { from: .x } } } } } }",
        "/do/0/a/listen/to/one/correlate/o", "The property `expect` is missing")]
    [InlineData(
        "- a: { listen: { to: { any: [] }, read: all } }", "/do/0/a/listen/read", "must be `data` or `envelope`")]
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
    public void Read_WhenAListenIsWrong_SaysWhereAndWhat(string tasks, string pointer, string message)
    {
        var error = Assert.Single(Text.Errors(Text.Tasks(tasks)));

        Assert.Equal(pointer, error.Pointer);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
