using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Reading.Values;
using Workflow.Jq;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads <c>catch.errors.with</c>: plain values that the caught error's members must be equal to.</summary>
internal static class ErrorFilterReader
{
    public static Template? Read(ReadContext context, LocatedNode? node)
    {
        if (ObjectView.Open(context, node, Shapes.Errors)?["with"] is not { } with
            || ObjectView.Open(context, with, Shapes.ErrorFilter) is null)
        {
            return null;
        }

        if (with.Children.Count == 0)
        {
            context.Add(
                with, "`with` is empty; name what must be equal, or leave `errors` out to catch every error.",
                Shapes.ErrorFilter.Title);
        }

        if (with.Find("detail") is not null && with.Find("details") is { } twin)
        {
            context.AddAtName(twin, "`details` means the same as `detail`; keep one.");
        }

        var members = with.Children.Where(
            member => Shapes.ErrorFilter.Names.Contains(member.Name!) && IsPlain(context, member));
        return new LiteralTemplate(JqValue.Object(
            members.Select(member => KeyValuePair.Create(NameOf(member), TemplateReader.Literal(member)))));
    }

    /// <summary>The schema says <c>details</c> where errors have <c>detail</c>.</summary>
    private static string NameOf(LocatedNode member) => member.Name == "details" ? "detail" : member.Name!;

    private static bool IsPlain(ReadContext context, LocatedNode member)
    {
        if (member.Kind == NodeKind.String && ExpressionText.IsMarked(member.Text))
        {
            context.Add(member, "Error filters are plain values; put conditions on the error into `catch.when`.");
            return false;
        }

        if (member.Name == "status")
        {
            return ScalarReader.Whole(context, member, 0, int.MaxValue) is not null;
        }

        return ScalarReader.Text(context, member) is not null;
    }
}
