using Workflow.Api.Intake;
using Workflow.Api.Options;
using Workflow.Database.Queries.Explain;
using Workflow.Definitions;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Api.Explain;

/// <summary>Reads where a run is, with the definition where that tells more, and puts it into words.</summary>
public sealed class RunExplainer(
    ExplainQueries queries, DocumentCache documents, DefinitionLimits limits, ApiOptions api, ExplainOptions options)
{
    private readonly DefinitionCache _definitions = new(limits);

    private readonly ExplainLimits _reads = new(
        api.ProcessSilence, options.QueueRowsMax, options.StepsMax, options.InboxRowsMax);

    /// <param name="sees">Owner whose runs may be read; null for everybody's.</param>
    /// <returns>Null when the owner has no such run.</returns>
    public async Task<RunExplanation?> ExplainAsync(string? sees, Guid runId, CancellationToken ct)
    {
        if (await queries.ReadAsync(sees, runId, _reads, ct) is not { } situation)
        {
            return null;
        }

        var definition = situation.Run.Status == RunStatus.Running ? await DefinitionAsync(situation.Run, ct) : null;
        return Explainer.Explain(situation, definition, api.ProcessSilence);
    }

    private async Task<WorkflowDefinition?> DefinitionAsync(RunPlace run, CancellationToken ct)
    {
        var document = run.Plan;
        if (document.IsEmpty && run is { WorkflowId: { } id, WorkflowVersion: { } version })
        {
            document = await documents.GetAsync(id, version, ct);
        }

        var read = document.IsEmpty ? null : _definitions.GetOrRead(document.Utf8);
        return read is { IsValid: true } ? read.Definition : null;
    }
}
