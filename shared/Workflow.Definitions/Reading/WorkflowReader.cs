using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Tasks;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading;

/// <summary>Reads a whole definition from its nodes.</summary>
internal static class WorkflowReader
{
    public static DefinitionResult Read(LocatedNode root, DefinitionLimits limits, ErrorList errors)
    {
        var use = root.Find("use");
        var context = new ReadContext(limits, errors, new Reusables(use));
        if (ObjectView.Open(context, root, Shapes.Workflow) is not { } workflow)
        {
            return errors.ToResult();
        }

        var header = HeaderReader.Read(context, workflow.Require("document", Shapes.Document.Title));
        var input = ObjectView.Open(context, workflow["input"], Shapes.Input);
        var before = VariableScope.Empty.At(Moment.WorkflowInput);
        var inputFrom = TemplateReader.ReadTransform(context, input?["from"], before);
        var tasks = TaskListReader.Read(
            context, workflow.Require("do", "a list of tasks"), VariableScope.Empty, level: 1);
        var timeout = TimeoutReader.Read(context, workflow["timeout"], before);
        var output = ObjectView.Open(context, workflow["output"], Shapes.Transform);
        var outputAs = TemplateReader.ReadTransform(
            context, output?["as"], VariableScope.Empty.At(Moment.WorkflowOutput));
        var schedule = ScheduleReader.Read(context, workflow["schedule"]);
        UseReader.Check(context, use);
        var json = errors.Any ? [] : ToJson(context, root);
        if (errors.Any || header is null || tasks is null)
        {
            return errors.ToResult();
        }

        return new DefinitionResult(new WorkflowDefinition
        {
            Document = header,
            InputFrom = inputFrom,
            OutputAs = outputAs,
            Timeout = timeout,
            Schedule = schedule,
            Do = tasks,
            Agents = context.Agents,
            TaskCount = context.TaskCount,
            Json = json,
        });
    }

    private static byte[] ToJson(ReadContext context, LocatedNode root)
    {
        var json = CanonicalJson.Write(root);
        if (json.Length > context.Limits.DocumentBytes)
        {
            context.Add(
                root, $"As JSON the definition has {json.Length} bytes; the limit is {context.Limits.DocumentBytes}. "
                + "Move data into the run's input, or split the workflow.");
        }

        return json;
    }
}
