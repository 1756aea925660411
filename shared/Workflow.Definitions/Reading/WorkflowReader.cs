using Workflow.Definitions.Documents;
using Workflow.Definitions.External;
using Workflow.Definitions.Reading.Tasks;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading;

/// <summary>Reads a whole definition from its nodes.</summary>
internal static class WorkflowReader
{
    /// <param name="needs">Takes what is referred to and not there; null makes that an error.</param>
    public static DefinitionResult Read(
        LocatedNode root, DefinitionLimits limits, ErrorList errors, ExternalNeeds? needs = null)
    {
        var use = root.Find("use");
        var context = new ReadContext(limits, errors, new Reusables(use)) { Needs = needs };
        if (ObjectView.Open(context, root, Shapes.Workflow) is not { } workflow)
        {
            return errors.ToResult();
        }

        var header = HeaderReader.Read(context, workflow.Require("document", Shapes.Document.Title));
        context.Mode = EvaluateReader.Read(context, workflow["evaluate"]);
        var input = ObjectView.Open(context, workflow["input"], Shapes.Input);
        var inputSchema = SchemaReader.Read(context, input?["schema"]);
        var before = VariableScope.Empty.At(Moment.WorkflowInput);
        var inputFrom = TemplateReader.ReadTransform(context, input?["from"], before);
        ExtensionReader.Check(context, use?.Find(ExtensionReader.Section));
        var tasks = TaskListReader.Read(
            context, workflow.Require("do", "a list of tasks"), VariableScope.Empty, level: 1);
        var timeout = TimeoutReader.Read(context, workflow["timeout"], before);
        var output = ObjectView.Open(context, workflow["output"], Shapes.Transform);
        var outputAs = TemplateReader.ReadTransform(
            context, output?["as"], VariableScope.Empty.At(Moment.WorkflowOutput));
        var outputSchema = SchemaReader.Read(context, output?["schema"]);
        var schedule = ScheduleReader.Read(context, workflow["schedule"]);
        UseReader.Check(context, use);
        var json = errors.Any ? [] : ToJson(context, root);
        if (errors.Any || header is null || tasks is null)
        {
            return errors.ToResult([.. context.Agents.Distinct()]);
        }

        return new DefinitionResult(new WorkflowDefinition
        {
            Document = header,
            InputSchema = inputSchema,
            InputFrom = inputFrom,
            OutputAs = outputAs,
            OutputSchema = outputSchema,
            Timeout = timeout,
            Schedule = schedule,
            Do = tasks,
            Agents = new SortedSet<string>(context.Agents.Select(call => call.Agent), StringComparer.Ordinal),
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
