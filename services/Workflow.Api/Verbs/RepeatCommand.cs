using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflow.Api.Executions;
using Workflow.Api.Http;
using Workflow.Api.Startup;
using Workflow.Database.Audit;
using Workflow.Database.Queries;
using Workflow.Database.Transitions;
using Workflow.Definitions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Inheritance;
using Workflow.Model;

namespace Workflow.Api.Verbs;

/// <summary>Makes a new run from one that has ended (R2): a retry carries on at the failed step, a rerun begins at the
/// start or at a given step.</summary>
public sealed class RepeatCommand(
    RunHistory history, RepeatRun repeat, DefinitionCache definitions, RunQuota quota, OwnerSignals signals,
    ClusterState cluster, TimeProvider time)
{
    private static readonly RunStatus[] Retryable = [RunStatus.Failed, RunStatus.Cancelled];
    private static readonly RunStatus[] Ended = [RunStatus.Completed, RunStatus.Failed, RunStatus.Cancelled];

    /// <summary>Runs a FAILED or CANCELLED run again from where it could not go on.</summary>
    public Task<RepeatOutcome> RetryAsync(
        Caller caller, Guid runId, string? idempotencyKey, string? reason, CancellationToken ct) =>
        RunAsync(
            caller, AuditVerb.Retry, runId, Retryable, inherits: true,
            new RepeatRequest(IdempotencyKey: idempotencyKey, Reason: reason), ct);

    /// <summary>Runs any run that has ended again, from its start or from a step.</summary>
    /// <exception cref="ArgumentException">Steps are to be inherited, and input or version to be others.</exception>
    public Task<RepeatOutcome> RerunAsync(Caller caller, Guid runId, RepeatRequest request, CancellationToken ct)
    {
        var inherits = request.FromStep is not null;
        if (inherits && (request.IsLatest || !request.Input.IsEmpty))
        {
            throw new ArgumentException("What earlier steps made of another input or version is not known.");
        }

        return RunAsync(caller, AuditVerb.Rerun, runId, Ended, inherits, request, ct);
    }

    private async Task<RepeatOutcome> RunAsync(
        Caller caller, string verb, Guid runId, RunStatus[] statuses, bool inherits, RepeatRequest request,
        CancellationToken ct)
    {
        if (await history.ReadAsync(caller.Sees, runId, inherits, ct) is not { } past)
        {
            return new RepeatOutcome.NotFound();
        }

        if (!statuses.Contains(past.Status))
        {
            return new RepeatOutcome.WrongStatus(past.Status);
        }

        IReadOnlyList<StepCopy> steps = [];
        if (inherits && Inherit(past, request, out steps) is { } refusal)
        {
            return refusal;
        }

        if (await quota.RefusalOfAsync(past.OwnerId, 1, ct) is { } tooMany)
        {
            return new RepeatOutcome.TooMany(tooMany);
        }

        var newId = Guid.CreateVersion7(time.GetUtcNow());
        var hash = request.IdempotencyKey is null ? null : HashOf(verb, runId, request);
        var made = await repeat.RunAsync(
            caller.Sees,
            new NewRepeat(
                verb, runId, statuses, newId, Sharding.ShardOf(newId, cluster.Partitions), steps, request.IsLatest,
                request.Input, request.Labels, request.BusinessKey, request.Priority, request.IdempotencyKey, hash,
                DetailOf(request)),
            Actors.Of(caller), ct);
        if (made is null)
        {
            return new RepeatOutcome.DefinitionGone();
        }

        if (!made.IsNew && !made.RequestHash.AsSpan().SequenceEqual(hash))
        {
            return new RepeatOutcome.KeyTaken(made.RunId);
        }

        signals.Start(made.RunId, made.Shard);
        return new RepeatOutcome.Accepted(made);
    }

    /// <returns>Why nothing can be inherited as asked; null when it can.</returns>
    private RepeatOutcome? Inherit(RunOutline past, RepeatRequest request, out IReadOnlyList<StepCopy> steps)
    {
        steps = [];
        if (past.Plan.IsEmpty || definitions.GetOrRead(past.Plan.Utf8).Definition is not { } definition)
        {
            return new RepeatOutcome.DefinitionGone();
        }

        RepeatPoint? from = null;
        if (request.FromStep is { } step)
        {
            var found = PathsOf(definition, step);
            if (found.Count != 1)
            {
                return found.Count > 1
                    ? new RepeatOutcome.AmbiguousStep(found)
                    : new RepeatOutcome.UnknownStep([.. TaskTree.Of(definition).Select(task => task.Name).Distinct()]);
            }

            from = new RepeatPoint(found[0], request.Iteration);
        }

        var heritage = StepInheritance.Of(
            definition, [.. past.Steps.Select(one => new PastStep(one.Key, one.Status, one.Next))], from);
        if (heritage.RaceAround is { } race)
        {
            return new RepeatOutcome.StepInRace(race);
        }

        steps = [.. heritage.Steps.Select(one => new StepCopy(one.From, one.To, one.IsOpen))];
        return heritage.Reached ? null : new RepeatOutcome.StepNotReached();
    }

    private static IReadOnlyList<string> PathsOf(WorkflowDefinition definition, string step) =>
    [
        .. TaskTree.Of(definition)
            .Where(task => step.StartsWith('/') ? task.Pointer == step : task.Name == step)
            .Select(task => task.Pointer),
    ];

    /// <summary>What two requests must share to be the same one.</summary>
    private static byte[] HashOf(string verb, Guid runId, RepeatRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(
            $"{verb}\n{runId}\n{request.FromStep}\n{request.Iteration}\n{request.IsLatest}\n{request.BusinessKey}\n"
            + $"{request.Priority}\n{request.Labels}\n"));
        hash.AppendData(request.Input.Utf8.Span);
        return hash.GetHashAndReset();
    }

    /// <summary>What was asked for, without the payload.</summary>
    private static RawJson DetailOf(RepeatRequest request)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            Write(writer, "from_step", request.FromStep);
            Write(writer, "iteration", request.Iteration);
            Write(writer, "version", request.IsLatest ? "latest" : null);
            Write(writer, "input_data", request.Input.IsEmpty ? null : "another");
            Write(writer, "reason", request.Reason);
            writer.WriteEndObject();
        }

        return new RawJson(text.WrittenMemory);
    }

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
