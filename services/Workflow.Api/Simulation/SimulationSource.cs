using System.Text;
using Workflow.Api.Http;
using Workflow.Api.Redaction;
using Workflow.Database.Definitions;
using Workflow.Database.Queries;
using Workflow.Definitions;
using Workflow.Definitions.External;
using Workflow.Definitions.Syntax;

namespace Workflow.Api.Simulation;

/// <summary>Finds what is to be simulated.</summary>
public sealed class SimulationSource(
    DefinitionStore definitions, RecordedRuns runs, DefinitionLimits limits, ExternalResources external,
    SimulationOptions options)
{
    /// <summary>Reads a definition that the caller sent. Agents and workflows it names need not be there.</summary>
    public async Task<(WorkflowDefinition? Definition, Problem? Problem)> ReadAsync(
        ReadOnlyMemory<byte> utf8, CancellationToken ct) =>
        AnswerOf(await DefinitionReader.ReadAsync(utf8, external, limits, ct));

    /// <param name="sees">Owner whose workflows may be used; null for everybody's.</param>
    /// <param name="id">Null for an execution whose definition came with its request.</param>
    public async Task<(WorkflowDefinition? Definition, Problem? Problem)> FindAsync(
        string? sees, Guid? id, string? version, CancellationToken ct)
    {
        if (id is null)
        {
            return (null, Problems.InvalidBody(
                "/definition", "The execution's definition is not registered.", "the definition, as `definition`"));
        }

        return await definitions.FindAsync(sees, id.Value, version, ct) is { } found
            ? AnswerOf(DefinitionReader.Read(Encoding.UTF8.GetBytes(found.Kept.Document), limits))
            : (null, Problems.WorkflowNotFound(id.Value));
    }

    /// <summary>An execution with what it got from outside.</summary>
    public async Task<(RecordedRun? Run, Problem? Problem)> RunAsync(string? sees, Guid id, CancellationToken ct) =>
        await runs.ReadAsync(sees, id, options.StepsMax, ct) switch
        {
            null => (null, Problems.RunNotFound(id)),
            { Steps: null } => (null, Problems.InvalidBody(
                "/execution_id", $"The execution has more than {options.StepsMax} steps with results.",
                $"one with fewer (WORKFLOW_SIMULATION_STEPS_MAX is {options.StepsMax})")),
            var run => (ShownOf(run), null),
        };

    private static (WorkflowDefinition? Definition, Problem? Problem) AnswerOf(DefinitionResult read) => read.IsValid
        ? (read.Definition, null)
        : (null, Problems.InvalidDefinition(read.Errors, read.ErrorsFound));

    /// <summary>A definition could carry a value to where no path looks for it.</summary>
    private static RecordedRun ShownOf(RecordedRun run) => run with
    {
        Input = PayloadView.Of(run.Input),
        Steps = run.Steps?.Select(step => step with
        {
            Input = PayloadView.Of(step.Input),
            Output = PayloadView.Of(step.Output),
            Context = PayloadView.Of(step.Context),
            Error = PayloadView.Of(step.Error),
        }).ToList(),
    };
}
