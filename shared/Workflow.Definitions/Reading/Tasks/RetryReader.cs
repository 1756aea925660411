using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads a retry policy: inline, or the name of one in <c>use.retries</c>.</summary>
internal static class RetryReader
{
    public const string Section = "retries";

    public static RetryPolicy? ReadReference(ReadContext context, LocatedNode? node, Variables variables)
    {
        if (node?.Kind != NodeKind.String)
        {
            return Read(context, node, variables);
        }

        return context.Reusables.Find(context, node, Section) is { } component
            ? context.Reusables.ReadOnce(component, variables.Key, found => Read(context, found, variables))
            : null;
    }

    public static RetryPolicy? Read(ReadContext context, LocatedNode? node, Variables variables)
    {
        if (ObjectView.Open(context, node, Shapes.Retry) is not { } policy)
        {
            return null;
        }

        var limit = ObjectView.Open(context, policy["limit"], Shapes.RetryLimit);
        var attempt = ObjectView.Open(context, limit?["attempt"], Shapes.RetryAttempt);
        var jitter = ObjectView.Open(context, policy["jitter"], Shapes.Jitter);
        var from = DurationReader.Read(context, jitter?.Require("from", "a duration"), variables);
        var to = DurationReader.Read(context, jitter?.Require("to", "a duration"), variables);
        if (from is { Computed: null } && to is { Computed: null } && from.Fixed > to.Fixed)
        {
            context.Add(jitter!.Value.Node, "The jitter's `from` is longer than its `to`; exchange them.");
        }

        return new RetryPolicy(
            TemplateReader.ReadExpression(context, policy["when"], variables),
            TemplateReader.ReadExpression(context, policy["exceptWhen"], variables),
            DurationReader.Read(context, policy["delay"], variables),
            ReadBackoff(context, policy["backoff"]),
            ScalarReader.Whole(context, attempt?["count"], 0, int.MaxValue),
            DurationReader.Read(context, limit?["duration"], variables),
            DurationReader.Read(context, attempt?["duration"], variables),
            from,
            to);
    }

    private static Backoff ReadBackoff(ReadContext context, LocatedNode? node)
    {
        if (ObjectView.Open(context, node, Shapes.Backoff) is not { } backoff)
        {
            return Backoff.Constant;
        }

        var kinds = Shapes.Backoff.Names.Where(kind => backoff[kind] is not null).ToList();
        if (kinds.Count != 1)
        {
            context.Add(
                backoff.Node,
                $"A backoff is exactly one of {Quote.Any(Shapes.Backoff.Names)}, for example `exponential: {{}}`.",
                Shapes.Backoff.Title);
            return Backoff.Constant;
        }

        ObjectView.Open(context, backoff[kinds[0]], Shapes.Nothing);
        return Enum.Parse<Backoff>(kinds[0], ignoreCase: true);
    }
}
