using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Tasks;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Simulation;

/// <summary>Results for the steps that would reach outside, by the steps' names or JSON pointers.</summary>
public sealed class GivenResults
{
    private readonly Dictionary<string, Given> _given = [];

    /// <summary>Reads an object of <c>{"output": …}</c> or <c>{"error": {…}}</c> by step, or a list of those for one
    /// attempt after the other.</summary>
    /// <exception cref="FormatException">It has another form; the message names the step and the remedy.</exception>
    public static GivenResults Read(JqValue results)
    {
        var given = new GivenResults();
        if (results.IsNull)
        {
            return given;
        }

        if (results.Kind != JqKind.Object)
        {
            throw new FormatException("`results` is to be an object: results by the names of steps.");
        }

        foreach (var (step, value) in results.Members)
        {
            var isList = value.Kind == JqKind.Array;
            given._given[step] = new Given(
                isList, [.. (isList ? value.Items : [value]).Select(one => Check(step, one))]);
        }

        return given;
    }

    /// <summary>Those that no step has asked for, by the names given.</summary>
    public IReadOnlyList<string> Unused =>
        [.. _given.Where(pair => pair.Value.Taken == 0).Select(pair => pair.Key).Order(StringComparer.Ordinal)];

    /// <summary>The next result of the task; null when there is none.</summary>
    internal TaskOutcome? Take(TaskNode node)
    {
        var given = _given.GetValueOrDefault(node.Pointer) ?? _given.GetValueOrDefault(node.Name);
        if (given is null || (given.IsList && given.Taken >= given.Results.Count))
        {
            return null;
        }

        var result = given.Results[given.IsList ? given.Taken : 0];
        given.Taken++;
        return result["error"] is { IsNull: false } error
            ? TaskOutcome.Failed(ErrorOf(error, node))
            : TaskOutcome.Completed(result["output"]);
    }

    private static JqValue Check(string step, JqValue result)
    {
        var names = result.Kind == JqKind.Object ? result.Members.Select(member => member.Key).ToArray() : [];
        return names is ["output"] || (names is ["error"] && result["error"].Kind == JqKind.Object)
            ? result
            : throw new FormatException(
                $"`results.{step}` is to be {{\"output\": …}} or {{\"error\": {{\"status\": 503, …}}}}, or a list of "
                + "those for one attempt after the other.");
    }

    private static WorkflowError ErrorOf(JqValue error, TaskNode node) => new(
        error["type"].AsString ?? StandardErrors.Communication,
        (int)(error["status"].AsNumber ?? 500),
        error["title"].AsString ?? "The call failed.",
        error["detail"].AsString,
        error["instance"].AsString ?? node.Pointer);

    private sealed class Given(bool isList, IReadOnlyList<JqValue> results)
    {
        public bool IsList => isList;

        public IReadOnlyList<JqValue> Results => results;

        public int Taken { get; set; }
    }
}
