using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads an <c>emit</c>: of an event that names the run that gets it, or of one for the topic.</summary>
internal static class EmitReader
{
    private const string Attributes = "an object with the event's attributes: `source`, `type` and others";

    public static TaskNode? Read(ReadContext context, TaskPlace at, ObjectView task)
    {
        if (ObjectView.Open(context, task["emit"], Shapes.Emit) is not { } emit
            || ObjectView.Open(context, emit.Require("event", "the event, written `with: …`"), Shapes.EmitEvent)
                is not { } given
            || given.Require("with", Attributes) is not { } with)
        {
            return null;
        }

        if (with.Kind != NodeKind.Object)
        {
            context.AddWrongKind(with, Attributes);
            return null;
        }

        var missing = new[] { "source", "type" }.Where(name => with.Find(name) is null).ToList();
        if (missing.Count > 0)
        {
            context.Add(with, $"The event lacks {Quote.Any(missing)}.", Attributes);
        }

        if (with.Find("type") is { Kind: NodeKind.String } type
            && type.Text.StartsWith(ApprovalSpec.ReservedTypes, StringComparison.Ordinal))
        {
            context.Add(type, "Types that begin with `workflow.` are the platform's own; choose another.");
        }

        return TemplateReader.Read(context, with, at.Variables) is { } read
            ? new EmitTask
            {
                Name = at.Name, Pointer = at.Pointer, With = read, HasTarget = with.Find(EmitTask.Target) is not null,
            }
            : null;
    }
}
