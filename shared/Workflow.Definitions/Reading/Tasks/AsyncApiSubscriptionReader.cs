using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads the <c>subscription</c> of <c>call: asyncapi</c>: messages that are consumed.</summary>
internal static class AsyncApiSubscriptionReader
{
    private const int AmountMax = 1_000_000;

    public static AsyncApiSubscription? Read(ReadContext context, TaskPlace at, LocatedNode node)
    {
        if (ObjectView.Open(context, node, ToolShapes.AsyncApiSubscription) is not { } subscription)
        {
            return null;
        }

        var filter = TemplateReader.ReadExpression(context, subscription["filter"], at.Variables);
        var lifetime = subscription.Require("consume", "an object that says when it ends");
        var consume = ObjectView.Open(context, lifetime, ToolShapes.AsyncApiConsume);
        if (consume is { } lasts && lasts["amount"] is null && lasts["while"] is null && lasts["until"] is null)
        {
            context.Add(
                lifetime!, "Nothing says when enough is consumed; for all messages of a time say "
                + "`until: '${ false }'` beside `for`.", "`amount`, `while` or `until`");
        }

        return new AsyncApiSubscription
        {
            Filter = filter,
            Amount = ScalarReader.Whole(context, consume?["amount"], 1, AmountMax),
            For = DurationReader.Read(context, consume?["for"], at.Variables),
            While = TemplateReader.ReadExpression(context, consume?["while"], at.Variables),
            Until = TemplateReader.ReadExpression(context, consume?["until"], at.Variables),
        };
    }
}
