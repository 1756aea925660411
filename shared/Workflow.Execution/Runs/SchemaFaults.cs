using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Jq;
using Workflow.Schemas;

namespace Workflow.Execution.Runs;

/// <summary>Data that does not fit the schemas of its definition: an error of the type <c>validation</c>.</summary>
internal static class SchemaFaults
{
    /// <param name="rawInput">Before <c>input.from</c>.</param>
    public static WorkflowError? OfInput(TaskNode task, JqValue rawInput) =>
        Of(task.Schemas.Input, rawInput, $"The input of task '{task.Name}'", task.Pointer);

    public static WorkflowError? OfOutput(TaskNode task, JqValue output) =>
        Of(task.Schemas.Output, output, $"The output of task '{task.Name}'", task.Pointer);

    public static WorkflowError? OfExport(TaskNode task, JqValue context) =>
        Of(task.Schemas.Export, context, $"What task '{task.Name}' exports", task.Pointer);

    public static WorkflowError? OfInput(WorkflowDefinition definition, JqValue input) =>
        Of(definition.InputSchema, input, "The run's input", "/input");

    public static WorkflowError? OfOutput(WorkflowDefinition definition, JqValue output) =>
        Of(definition.OutputSchema, output, "The run's output", "/output");

    private static WorkflowError? Of(JsonSchema? schema, JqValue value, string what, string instance) =>
        schema?.Check(value) is { Count: > 0 } faults
            ? WorkflowError.Validation(
                $"{what} does not fit its schema: {string.Join("; ", faults)}.", instance)
            : null;
}
