using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

internal static class ForReader
{
    public static TaskNode? Read(ReadContext context, TaskPlace at, ObjectView task)
    {
        var loop = ObjectView.Open(context, task["for"], Shapes.For);
        var each = ScalarReader.Variable(context, loop?["each"], "item");
        var index = ScalarReader.Variable(context, loop?["at"], "index");
        if (each == index)
        {
            context.Add(
                (loop?["at"] ?? loop?["each"])!,
                $"`each` and `at` are both named `{each}`; give the index a name of its own.");
        }

        var source = TemplateReader.ReadExpression(
            context, loop?.Require("in", "an expression that gives the array"), at.Variables);
        var parallel = ScalarReader.Whole(context, loop?["parallel"], 1, context.Limits.Parallel);
        var inner = at.Scope.With(each, index);
        var condition = TemplateReader.ReadExpression(context, task["while"], inner.At(Moment.InTask));
        var body = TaskListReader.Read(
            context, task.Require("do", "the tasks to run for each item"), inner, at.Level + 1);
        return source is null || body is null ? null : new ForTask
        {
            Name = at.Name,
            Pointer = at.Pointer,
            Each = each,
            In = source,
            At = index,
            While = condition,
            Parallel = parallel ?? 1,
            Do = body,
        };
    }
}
