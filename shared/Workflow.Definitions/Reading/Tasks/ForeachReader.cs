using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads the <c>foreach</c> of a <c>listen</c>: what is done with each event.</summary>
internal static class ForeachReader
{
    /// <returns>Null, with errors, when it cannot be read; null without one when there is none.</returns>
    public static ForeachTask? Read(ReadContext context, TaskPlace at, LocatedNode? node)
    {
        if (ObjectView.Open(context, node, Shapes.Foreach) is not { } each)
        {
            return null;
        }

        var item = ScalarReader.Variable(context, each["item"], "item");
        var index = ScalarReader.Variable(context, each["at"], "index");
        if (item == index)
        {
            context.Add(
                (each["at"] ?? each["item"])!,
                $"`item` and `at` are both named `{item}`; give the index a name of its own.");
        }

        var inner = at.Scope.With(item, index);
        var body = TaskListReader.Read(context, each["do"], inner, at.Level + 1);
        var output = ObjectView.Open(context, each["output"], Shapes.Transform);
        var outputAs = TemplateReader.ReadTransform(context, output?["as"], inner.At(Moment.InTask));
        var export = ObjectView.Open(context, each["export"], Shapes.Transform);
        var exportAs = TemplateReader.ReadTransform(context, export?["as"], inner.At(Moment.Export));
        var schemas = new TaskSchemas(
            null, SchemaReader.Read(context, output?["schema"]), SchemaReader.Read(context, export?["schema"]));
        return each["do"] is not null && body is null ? null : new ForeachTask
        {
            Name = node!.Name!,
            Pointer = node.Pointer,
            Item = item,
            At = index,
            Do = body,
            OutputAs = outputAs,
            ExportAs = exportAs,
            Schemas = schemas == TaskSchemas.None ? TaskSchemas.None : schemas,
        };
    }
}
