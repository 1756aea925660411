using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads one task: finds its kind, then what every task may have.</summary>
internal static class TaskReader
{
    public static TaskNode? Read(ReadContext context, TaskPlace at)
    {
        if (at.Node.Kind != NodeKind.Object)
        {
            context.AddWrongKind(at.Node, $"a task with one of {Quote.Any(TaskShapes.Keywords)}");
            return null;
        }

        string[] keywords = [.. at.Node.Children.Select(child => child.Name!).Where(TaskShapes.Keywords.Contains)];
        if (keywords.Contains("for"))
        {
            keywords = [.. keywords.Except(["do"])];
        }

        if (keywords.Length != 1)
        {
            AddKeywordError(context, at, keywords);
            var unclear = ObjectView.Open(context, at.Node, TaskShapes.Any)!.Value;
            Array.ForEach(keywords, keyword => ReadKind(context, at, unclear, keyword));
            ReadCommon(context, at, null);
            return null;
        }

        if (ObjectView.Open(context, at.Node, TaskShapes.Of(keywords[0])) is not { } task)
        {
            return null;
        }

        var read = ReadCommon(context, at, ReadKind(context, at, task, keywords[0]));
        return read is null ? null : read with
        {
            Extensions = ExtensionReader.Of(context, at, keywords[0]),
            Extends = context.Extending,
        };
    }

    private static TaskNode? ReadKind(ReadContext context, TaskPlace at, ObjectView task, string kind) => kind switch
    {
        "call" => CallReader.Read(context, at, task),
        "do" => DoReader.Read(context, at, task),
        "emit" => EmitReader.Read(context, at, task),
        "for" => ForReader.Read(context, at, task),
        "fork" => ForkReader.Read(context, at, task),
        "listen" => ListenReader.Read(context, at, task),
        "raise" => RaiseReader.Read(context, at, task),
        "run" => RunReader.Read(context, at, task),
        "set" => SetReader.Read(context, at, task),
        "switch" => SwitchReader.Read(context, at, task),
        "try" => TryReader.Read(context, at, task),
        "wait" => WaitReader.Read(context, at, task),
        _ => null,
    };

    private static TaskNode? ReadCommon(ReadContext context, TaskPlace at, TaskNode? task)
    {
        var node = at.Node;
        var before = at.Scope.At(Moment.BeforeTask);
        var condition = TemplateReader.ReadExpression(context, node.Find("if"), before);
        var input = ObjectView.Open(context, node.Find("input"), Shapes.Input);
        var inputFrom = TemplateReader.ReadTransform(context, input?["from"], before);
        var output = ObjectView.Open(context, node.Find("output"), Shapes.Transform);
        var outputAs = TemplateReader.ReadTransform(context, output?["as"], at.Variables);
        var export = ObjectView.Open(context, node.Find("export"), Shapes.Transform);
        var exportAs = TemplateReader.ReadTransform(context, export?["as"], at.Scope.At(Moment.Export));
        var schemas = new TaskSchemas(
            SchemaReader.Read(context, input?["schema"]), SchemaReader.Read(context, output?["schema"]),
            SchemaReader.Read(context, export?["schema"]));
        var timeout = TimeoutReader.Read(context, node.Find("timeout"), at.Variables);
        var then = FlowReader.Read(context, node.Find("then"), at.Targets);
        if (node.Find("metadata") is { Kind: not NodeKind.Object } metadata)
        {
            context.AddWrongKind(metadata, "an object");
        }

        return task is null ? null : task with
        {
            If = condition,
            InputFrom = inputFrom,
            OutputAs = outputAs,
            ExportAs = exportAs,
            Schemas = schemas == TaskSchemas.None ? TaskSchemas.None : schemas,
            Timeout = timeout,
            Then = then,
        };
    }

    private static void AddKeywordError(ReadContext context, TaskPlace at, string[] keywords)
    {
        var kinds = Quote.Any(TaskShapes.Keywords);
        if (keywords.Length > 1)
        {
            context.AddAtName(
                at.Node, $"The task {Quote.Of(at.Name)} does more than one thing: "
                + $"{string.Join(", ", keywords.Select(Quote.Of))}. Make a task of each, or put them into a `do`.",
                $"exactly one of {kinds}");
            return;
        }

        var isMisspelt = at.Node.Children.Any(child => Spelling.Nearest(child.Name!, TaskShapes.Any.Names) is { } meant
            && !TaskShapes.Any.Names.Contains(child.Name!) && TaskShapes.Keywords.Contains(meant));
        if (!isMisspelt)
        {
            context.AddAtName(
                at.Node, $"The task {Quote.Of(at.Name)} does nothing: it needs one of {kinds}.",
                $"exactly one of {kinds}");
        }
    }
}
