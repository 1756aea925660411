using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

internal static class TryReader
{
    public static TaskNode? Read(ReadContext context, TaskPlace at, ObjectView task)
    {
        var tried = TaskListReader.Read(context, task["try"], at.Scope, at.Level + 1);
        var node = task.Require(
            "catch", "an object that says which errors are caught and what then; `{}` catches every error");
        if (ObjectView.Open(context, node, Shapes.Catch) is not { } handler)
        {
            return null;
        }

        var name = ScalarReader.Variable(context, handler["as"], "error");
        var inner = at.Scope.With(name);
        var variables = inner.At(Moment.InTask);
        var filter = ErrorFilterReader.Read(context, handler["errors"]);
        var when = TemplateReader.ReadExpression(context, handler["when"], variables);
        var exceptWhen = TemplateReader.ReadExpression(context, handler["exceptWhen"], variables);
        var retry = RetryReader.ReadReference(context, handler["retry"], variables);
        var then = TaskListReader.Read(context, handler["do"], inner, at.Level + 1);
        return tried is null ? null : new TryTask
        {
            Name = at.Name,
            Pointer = at.Pointer,
            Try = tried,
            ErrorsWith = filter,
            As = name,
            When = when,
            ExceptWhen = exceptWhen,
            Retry = retry,
            CatchDo = then,
        };
    }
}
