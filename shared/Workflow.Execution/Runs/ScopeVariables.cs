using System.Globalization;
using System.Runtime.CompilerServices;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Jq;

namespace Workflow.Execution.Runs;

/// <summary>The named arguments of runtime expressions (DSL: "Runtime expression arguments").</summary>
internal static class ScopeVariables
{
    private static readonly ConditionalWeakTable<WorkflowDefinition, JqValue> Documents = [];

    private static readonly JqValue Runtime = Members(
        ("name", JqValue.String("workflow")),
        ("version", JqValue.String(typeof(ScopeVariables).Assembly.GetName().Version?.ToString(3) ?? "0.0.0")),
        ("metadata", JqValue.Object([])));

    public static JqArguments OfRun(RunStart start, DateTimeOffset startedAt)
    {
        var workflow = Members(
            ("id", JqValue.String(start.RunId.ToString())),
            ("definition", Documents.GetValue(start.Definition, definition => JqValue.Parse(definition.Json.Span))),
            ("input", start.Input),
            ("startedAt", Time(startedAt)));
        var variables = new Dictionary<string, JqValue>
        {
            ["workflow"] = workflow,
            ["runtime"] = Runtime,
            ["secrets"] = JqValue.Object([]),
            ["authorization"] = JqValue.Null,
        };
        return new JqArguments { Variables = variables, Now = startedAt };
    }

    public static ExpressionScope OfTask(
        JqArguments run, TaskNode node, Frame frame, JqValue context, JqValue input, DateTimeOffset startedAt)
    {
        var variables = new Dictionary<string, JqValue>(run.Variables)
        {
            ["context"] = context,
            ["input"] = input,
            ["output"] = JqValue.Null,
            ["task"] = Members(
                ("name", JqValue.String(node.Name)),
                ("reference", JqValue.String(node.Pointer)),
                ("input", input),
                ("startedAt", Time(startedAt))),
        };
        foreach (var (name, value) in frame.Variables)
        {
            variables[name] = value;
        }

        return new ExpressionScope(run with { Variables = variables, Now = startedAt });
    }

    /// <summary>Arguments of the run's own expressions (<c>input.from</c>, <c>output.as</c>).</summary>
    public static ExpressionScope OfWorkflow(JqArguments run, Frame frame, JqValue output)
    {
        var variables = new Dictionary<string, JqValue>(run.Variables)
        {
            ["context"] = frame.Context,
            ["input"] = run.Variables["workflow"]["input"],
            ["output"] = output,
            ["task"] = JqValue.Null,
        };
        return new ExpressionScope(run with { Variables = variables });
    }

    private static JqValue Time(DateTimeOffset time) => Members(
        ("iso8601", JqValue.String(time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture))),
        ("epoch", Members(
            ("seconds", JqValue.Number(time.ToUnixTimeSeconds())),
            ("milliseconds", JqValue.Number(time.ToUnixTimeMilliseconds())))));

    private static JqValue Members(params (string Name, JqValue Value)[] members) =>
        JqValue.Object(members.Select(member => KeyValuePair.Create(member.Name, member.Value)));
}
