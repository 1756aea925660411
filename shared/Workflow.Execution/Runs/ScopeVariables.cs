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

    public static JqArguments OfTask(
        JqArguments run, TaskNode node, Frame frame, JqValue context, JqValue input, DateTimeOffset startedAt)
    {
        var variables = new Dictionary<string, JqValue>(run.Variables)
        {
            ["context"] = context,
            ["input"] = input,
            ["output"] = JqValue.Null,
            ["task"] = Members(
                ("name", JqValue.String(node.Extends?.Name ?? node.Name)),
                ("reference", JqValue.String(node.Extends?.Pointer ?? node.Pointer)),
                ("input", input),
                ("startedAt", Time(startedAt))),
        };
        foreach (var (name, value) in frame.Variables)
        {
            variables[name] = value;
        }

        return run with { Variables = variables, Now = startedAt };
    }

    /// <summary><c>$task</c> with everything that the definition says of the task, for whoever decides by
    /// that.</summary>
    public static JqValue Described(ExpressionScope scope, WorkflowDefinition definition, TaskNode node)
    {
        var written = Documents.GetValue(definition, one => JqValue.Parse(one.Json.Span));
        foreach (var segment in node.Pointer.Split('/').Skip(1))
        {
            var name = segment.Replace("~1", "/", StringComparison.Ordinal)
                .Replace("~0", "~", StringComparison.Ordinal);
            written = written.Kind != JqKind.Array ? written.Kind == JqKind.Object ? written[name] : JqValue.Null
                : int.TryParse(name, out var index) && index < written.Count ? written.Items.ElementAt(index)
                : JqValue.Null;
        }

        var members = new Dictionary<string, JqValue>();
        foreach (var (name, value) in written.Kind == JqKind.Object ? written.Members : [])
        {
            members[name] = value;
        }

        foreach (var (name, value) in scope.Arguments.Variables["task"].Members)
        {
            members[name] = value;
        }

        members["definition"] = written;
        return JqValue.Object(members);
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
