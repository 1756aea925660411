using Workflow.Definitions.Documents;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Values;

/// <summary>Reads a <c>timeout</c>: inline, or the name of one in <c>use.timeouts</c>.</summary>
internal static class TimeoutReader
{
    public const string Section = "timeouts";

    public static TimeoutSpec? Read(ReadContext context, LocatedNode? node, Variables variables)
    {
        if (node?.Kind != NodeKind.String)
        {
            return ReadInline(context, node, variables);
        }

        return context.Reusables.Find(context, node, Section) is { } component
            ? context.Reusables.ReadOnce(component, variables.Key, found => ReadInline(context, found, variables))
            : null;
    }

    public static TimeoutSpec? ReadInline(ReadContext context, LocatedNode? node, Variables variables)
    {
        if (ObjectView.Open(context, node, Shapes.Timeout) is not { } timeout)
        {
            return null;
        }

        var after = timeout.Require("after", "a duration");
        return DurationReader.Read(context, after, variables) is { } duration ? new TimeoutSpec(duration) : null;
    }
}
