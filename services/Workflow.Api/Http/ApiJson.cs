using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflow.Api.Accounts.Keys;
using Workflow.Api.Agents;
using Workflow.Api.Callbacks;
using Workflow.Api.Compare;
using Workflow.Api.Batches;
using Workflow.Api.DeadLetters;
using Workflow.Api.Executions;
using Workflow.Api.Executions.Related;
using Workflow.Api.Executions.Reports;
using Workflow.Api.Explain;
using Workflow.Api.Expressions;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Live;
using Workflow.Api.Operations;
using Workflow.Api.Schedules;
using Workflow.Api.Signals;
using Workflow.Api.Simulation;
using Workflow.Api.Surfaces.AsyncTracing;
using Workflow.Api.Surfaces.ExecutionsV1;
using Workflow.Api.Surfaces.WorkflowExecutions;
using Workflow.Api.Verbs;
using Workflow.Api.Verbs.Moving;
using Workflow.Api.Verbs.Steps;
using Workflow.Api.Webhooks;
using Workflow.Api.Workflows;
using Workflow.Model;

namespace Workflow.Api.Http;

/// <summary>Source-generated JSON of every answer: snake_case, null members written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(IReadOnlyList<ProblemError>))]
[JsonSerializable(typeof(ProblemError[]))]
[JsonSerializable(typeof(List<ProblemError>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(Guid))]
[JsonSerializable(typeof(RegisteredWorkflow))]
[JsonSerializable(typeof(WorkflowDetail))]
[JsonSerializable(typeof(WorkflowPage))]
[JsonSerializable(typeof(WorkflowVersionPage))]
[JsonSerializable(typeof(CheckedWorkflow))]
[JsonSerializable(typeof(AgentDetail))]
[JsonSerializable(typeof(AgentPage))]
[JsonSerializable(typeof(CallbackTaken))]
[JsonSerializable(typeof(CreatedApiKey))]
[JsonSerializable(typeof(ApiKeyDetail))]
[JsonSerializable(typeof(ApiKeyPage))]
[JsonSerializable(typeof(ExecutionResult))]
[JsonSerializable(typeof(ExecutionDetail))]
[JsonSerializable(typeof(ExecutionDetail[]))]
[JsonSerializable(typeof(ExecutionPage))]
[JsonSerializable(typeof(RelatedExecutions))]
[JsonSerializable(typeof(TriedExpression))]
[JsonSerializable(typeof(SimulatedExecution))]
[JsonSerializable(typeof(ShardPage))]
[JsonSerializable(typeof(ExecutionSteps))]
[JsonSerializable(typeof(StartedExecution))]
[JsonSerializable(typeof(AcceptedExecution))]
[JsonSerializable(typeof(ExecutionStatusV1))]
[JsonSerializable(typeof(RunProgress))]
[JsonSerializable(typeof(TracedStatus))]
[JsonSerializable(typeof(TracedProgress))]
[JsonSerializable(typeof(FullTrace))]
[JsonSerializable(typeof(ExecutionLog[]))]
[JsonSerializable(typeof(AgentLogPage))]
[JsonSerializable(typeof(CancelledExecutionV1))]
[JsonSerializable(typeof(CancelledExecution))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(PausedExecution))]
[JsonSerializable(typeof(MovedExecution))]
[JsonSerializable(typeof(RepeatedExecution))]
[JsonSerializable(typeof(DecidedStep))]
[JsonSerializable(typeof(SentSignal))]
[JsonSerializable(typeof(ApprovalPage))]
[JsonSerializable(typeof(DecidedApproval))]
[JsonSerializable(typeof(RunMessage))]
[JsonSerializable(typeof(ReportMessage))]
[JsonSerializable(typeof(RunErrorMessage))]
[JsonSerializable(typeof(ListMessage))]
[JsonSerializable(typeof(ListSnapshot))]
[JsonSerializable(typeof(RunExplanation))]
[JsonSerializable(typeof(RunComparison))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(ProcessAlive))]
[JsonSerializable(typeof(ConsumerPage))]
[JsonSerializable(typeof(ConsumerDetail))]
[JsonSerializable(typeof(BatchDetail))]
[JsonSerializable(typeof(BatchPreview))]
[JsonSerializable(typeof(BatchPage))]
[JsonSerializable(typeof(BatchItemPage))]
[JsonSerializable(typeof(ExecutionBriefs))]
[JsonSerializable(typeof(ScheduleDetail))]
[JsonSerializable(typeof(SchedulePage))]
[JsonSerializable(typeof(DueTimes))]
[JsonSerializable(typeof(ScheduleFirePage))]
[JsonSerializable(typeof(TriggeredSchedule))]
[JsonSerializable(typeof(ScheduleBackfill))]
[JsonSerializable(typeof(DeadLetterPage))]
[JsonSerializable(typeof(DeadLetterDetail))]
[JsonSerializable(typeof(BulkDecision))]
[JsonSerializable(typeof(WebhookDetail))]
[JsonSerializable(typeof(RegisteredWebhook))]
[JsonSerializable(typeof(WebhookPage))]
[JsonSerializable(typeof(DeliveryPage))]
[JsonSerializable(typeof(DeliveryDetail))]
[JsonSerializable(typeof(ProblemDescription))]
[JsonSerializable(typeof(ProblemDescription[]))]
public sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Quotes and backticks as themselves: answers are application/json, never part of a page.</summary>
    public static ApiJson Readable => field ??= new ApiJson(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
