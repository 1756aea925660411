using Workflow.Definitions.Documents;

namespace Workflow.Definitions.Reading.Values;

/// <summary>What the name of a task or of a case may be.</summary>
internal static class NameCheck
{
    private static readonly string[] Directives = ["continue", "exit", "end"];

    /// <param name="named">The value whose name is checked.</param>
    /// <param name="what"><c>task</c> or <c>case</c>.</param>
    public static void Check(ReadContext context, LocatedNode named, string what)
    {
        var name = named.Name!;
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
        {
            context.AddAtName(named, $"The name of a {what} must be visible text without control characters.");
        }
        else if (name.Length > context.Limits.NameLength)
        {
            context.AddAtName(
                named, $"The name of this {what} has {name.Length} characters; "
                + $"the limit is {context.Limits.NameLength}. Shorten it.");
        }
        else if (what == "task" && Directives.Contains(name))
        {
            context.AddAtName(
                named, $"A task cannot be named `{name}`: in `then` that word is a directive. Choose another name.");
        }
    }
}
