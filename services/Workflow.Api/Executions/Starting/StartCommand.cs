using Workflow.Api.Http;
using Workflow.Api.Intake;
using Workflow.Api.Startup;
using Workflow.Database.Agents;
using Workflow.Database.Intake;
using Workflow.Definitions;
using Workflow.Model;

namespace Workflow.Api.Executions.Starting;

/// <summary>Starts a run of a workflow or of one agent (R1).</summary>
public sealed class StartCommand(
    RunIntake intake, RunQuota quota, WorkflowChoice workflows, IAgentLookup agents, ClusterState cluster,
    RunIds ids)
{
    public async Task<StartResult> RunAsync(Caller caller, StartRequest request, CancellationToken ct)
    {
        var (run, problem) = request.Type == RunType.Agent
            ? OfAgent(caller, request)
            : await OfWorkflowAsync(caller, request, ct);
        problem ??= await quota.RefusalOfAsync(caller.OwnerId, 1, ct);
        if (run is null || problem is not null)
        {
            return problem!;
        }

        var outcome = await InsertAsync(run, ct);
        if (outcome is IntakeOutcome.UnknownTarget && workflows.Forget(caller, request.Target))
        {
            // Its name may be another workflow's since it was looked up.
            (run, problem) = await OfWorkflowAsync(caller, request, ct);
            if (run is null)
            {
                return problem!;
            }

            outcome = await InsertAsync(run, ct);
        }

        return outcome switch
        {
            IntakeOutcome.Accepted accepted => StartedRun.Of(accepted.Run),
            IntakeOutcome.Repeated repeated => StartedRun.Of(repeated.First, run.OwnerId),
            IntakeOutcome.KeyTaken taken => Problems.KeyTaken(run.IdempotencyKey!, taken.First.RunId),
            IntakeOutcome.UnknownTarget when run.Agent is { } agent => await AgentProblemAsync(caller, agent, ct),
            IntakeOutcome.UnknownTarget => Problems.WorkflowNotFound(request.Target, run.Version),
            IntakeOutcome.NoSlot full when run.Concurrency!.OnLimit == OnLimits.Reject =>
                Problems.ConcurrencyLimit(run.Concurrency, full.Holders),
            IntakeOutcome.NoSlot => Problems.ConcurrencyQueueFull(run.Concurrency!.Key),
            IntakeOutcome.Refused refused => Problems.InputRefused(refused.SqlState, refused.Reason),
            IntakeOutcome.QueueFull => Problems.QueueFull(),
            _ => Problems.DatabaseUnavailable(),
        };
    }

    private Task<IntakeOutcome> InsertAsync(NewRun run, CancellationToken ct) => intake.StartAsync(
        run.IdempotencyKey is null ? run : run with { RequestHash = RequestHash.Of(run) }, ct);

    private (NewRun? Run, Problem? Problem) OfAgent(Caller caller, StartRequest request)
    {
        if (request.Terms.Version is not null)
        {
            return (null, Problems.InvalidBody(
                [new ProblemError("/version", null, null, "An agent has no versions; leave version out.", null)]));
        }

        return AgentName.IsValid(request.Target)
            ? (Run(caller, request, null) with { Agent = request.Target, Plan = AgentPlan.Of(request.Target) }, null)
            : (null, Problems.AgentNotFound(request.Target));
    }

    private async Task<(NewRun? Run, Problem? Problem)> OfWorkflowAsync(
        Caller caller, StartRequest request, CancellationToken ct)
    {
        var (id, problem) = await workflows.FindRecentAsync(caller, request.Target, ct);
        return id is null ? (null, problem) : (Run(caller, request, id), null);
    }

    private NewRun Run(Caller caller, StartRequest request, Guid? workflowId)
    {
        var runId = request.RunId ?? ids.Next();
        var terms = request.Terms;
        return new NewRun(
            runId, workflowId, caller.OwnerId, terms.Concurrency is { } concurrency
                ? Sharding.ShardOf(caller.OwnerId, concurrency.Key, cluster.Partitions)
                : Sharding.ShardOf(runId, cluster.Partitions), request.Input,
            request.IdempotencyKey, null)
        {
            Type = request.Type,
            AnyOwner = caller.IsAdmin,
            Version = terms.Version,
            Labels = terms.LabelsJson(),
            BusinessKey = terms.BusinessKey,
            Priority = terms.Priority,
            StartAt = terms.StartAt,
            QueueTimeoutSeconds = terms.QueueTimeoutSeconds,
            Webhook = terms.Webhook,
            TraceParent = Tracing.Current,
            Concurrency = terms.Concurrency,
        };
    }

    private async Task<Problem> AgentProblemAsync(Caller caller, string agent, CancellationToken ct) =>
        await agents.FindVisibleAsync(caller.Sees, agent, ct) is { Enabled: false }
            ? Problems.AgentDisabled(agent)
            : Problems.AgentNotFound(agent);
}
