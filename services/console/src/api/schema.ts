// Written by scripts/api-types.mjs from the API's OpenAPI document; do not edit.

export type Nothing = Record<string, never>;

export interface AcceptedExecution {
  readonly execution_id: string;
  readonly status: string;
  readonly type: string;
  readonly estimated_completion_time: string;
  readonly status_url: string;
  readonly timestamp: string;
}

export interface AgentAuth {
  readonly type: string;
  readonly secret: string;
  readonly username?: null | string;
  readonly header?: null | string;
  readonly token_endpoint?: null | string;
  readonly client_id?: null | string;
  readonly scope?: null | string;
}

export interface AgentDetail {
  readonly name: string;
  readonly transport: string;
  readonly endpoint: null | string;
  readonly tool: null | string;
  readonly description: null | string;
  readonly timeout_seconds: null | number;
  readonly max_concurrency: null | number;
  readonly auth: AgentAuth | null;
  readonly enabled: boolean;
  readonly shared: boolean;
  readonly version: null | string;
  readonly input_schema: unknown;
  readonly output_schema: unknown;
  readonly retry: unknown;
  readonly rate_limit: RateLimit | null;
  readonly health_check: HealthCheck | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly health?: AgentHealth | null;
  readonly recent?: AgentRecent | null;
}

export interface AgentHealth {
  readonly status: string;
  readonly since: null | string;
  readonly checked_at: null | string;
  readonly last_error: null | string;
}

export interface AgentLogLine {
  readonly timestamp: string;
  readonly step_name: string;
  readonly step_path: string;
  readonly iteration: string;
  readonly attempt: number;
  readonly agent_name: null | string;
  readonly kind: string;
  readonly level: null | string;
  readonly message: null | string;
  readonly data: unknown;
  readonly truncated?: boolean;
}

export interface AgentLogPage {
  readonly execution_id: string;
  readonly logs: readonly (AgentLogLine)[];
  readonly dropped: number;
  readonly tool_calls_dropped: number;
}

export interface AgentPage {
  readonly agents: readonly (AgentDetail)[];
  readonly next: null | string;
}

export interface AgentRecent {
  readonly window_seconds: number;
  readonly calls: number;
  readonly failed: number;
  readonly error_rate: null | number;
  readonly p50_ms: null | number;
  readonly p95_ms: null | number;
  readonly in_flight: number;
}

export interface ApiKeyDetail {
  readonly id: string;
  readonly owner_id: string;
  readonly name: string;
  readonly hint: string;
  readonly scopes: readonly (string)[];
  readonly created_at: string;
  readonly expires_at: null | string;
  readonly revoked_at: null | string;
  readonly last_used_at: null | string;
}

export interface ApiKeyPage {
  readonly api_keys: readonly (ApiKeyDetail)[];
  readonly next: null | string;
}

export interface ApprovalItem {
  readonly execution_id: string;
  readonly workflow_name: string;
  readonly step: string;
  readonly step_path: string;
  readonly iteration: string;
  readonly attempt: number;
  readonly title: null | string;
  readonly prompt: null | string;
  readonly owner_id: string;
  readonly requested_at: string;
  readonly expires_at: null | string;
}

export interface ApprovalPage {
  readonly approvals: readonly (ApprovalItem)[];
  readonly next: null | string;
}

export interface AuditItem {
  readonly id: number;
  readonly at: string;
  readonly who: string;
  readonly verb: string;
  readonly execution_id: null | string;
  readonly detail: unknown;
  readonly request_id: null | string;
}

export interface AuditPage {
  readonly entries: readonly (AuditItem)[];
  readonly next: null | string;
}

export interface BatchDetail {
  readonly id: string;
  readonly verb: string;
  readonly status: string;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly not_found: number;
  readonly concurrency: number;
  readonly reason: null | string;
  readonly filter: unknown;
  readonly waiting_for: null | string;
  readonly owner_id: string;
  readonly created_at: string;
  readonly started_at: null | string;
  readonly paused_at: null | string;
  readonly aborted_at: null | string;
  readonly completed_at: null | string;
}

export interface BatchItemDetail {
  readonly number: number;
  readonly execution_id: null | string;
  readonly status: string;
  readonly started_execution_id: null | string;
  readonly problem: null | string;
  readonly detail: null | string;
  readonly begun_at: null | string;
  readonly finished_at: null | string;
}

export interface BatchItemPage {
  readonly items: readonly (BatchItemDetail)[];
  readonly next: null | string;
}

export interface BatchPage {
  readonly batches: readonly (BatchDetail)[];
  readonly next: null | string;
}

export interface BatchPreview {
  readonly verb: string;
  readonly count: number;
  readonly is_more: boolean;
  readonly not_found: number;
  readonly sample: readonly (string)[];
}

export interface BulkDecision {
  readonly done: number;
  readonly failed: number;
  readonly failures: readonly (BulkFailure)[];
  readonly is_all: boolean;
}

export interface BulkFailure {
  readonly id: string;
  readonly reason: string;
}

export interface CallbackTaken {
  readonly task_id: string;
  readonly execution_id: string;
  readonly status: string;
  readonly repeated: boolean;
  readonly accepted_until: null | string;
}

export interface CancelledExecution {
  readonly execution_id: string;
  readonly status: string;
  readonly output_data: unknown;
  readonly error_message: null | string;
  readonly cancelled_at: string;
  readonly stage: string;
}

export interface CancelledExecutionV1 {
  readonly execution_id: string;
  readonly status: string;
  readonly cancelled_at: string;
  readonly stage: string;
}

export interface CheckedWorkflow {
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly task_count: number;
  readonly agents: readonly (string)[];
  readonly warnings: readonly (DefinitionWarning)[];
}

export interface ComparedAttempts {
  readonly status: string;
  readonly attempts: number;
  readonly decision: null | string;
  readonly error_message: null | string;
  readonly duration_ms: null | number;
}

export interface ComparedRun {
  readonly execution_id: string;
  readonly workflow_id: null | string;
  readonly workflow_name: string;
  readonly workflow_version: null | string;
  readonly status: string;
  readonly created_at: string;
  readonly started_at: null | string;
  readonly completed_at: null | string;
  readonly duration_ms: null | number;
  readonly error_message: null | string;
  readonly steps: number;
}

export interface ComparedStep {
  readonly step_path: string;
  readonly iteration: string;
  readonly step_id: string;
  readonly step_type: string;
  readonly left: ComparedAttempts | null;
  readonly right: ComparedAttempts | null;
  readonly output_equal: null | boolean;
}

export interface ComponentHealth {
  readonly status: string;
  readonly detail: string;
}

export interface ConsumerDetail {
  readonly id: string;
  readonly kind: string;
  readonly host: string;
  readonly pid: number;
  readonly started_at: string;
  readonly seen_at: string;
  readonly shards: readonly (number)[];
  readonly active_runs: number;
  readonly status: string;
  readonly drain_asked_at: null | string;
  readonly drain_asked_by: null | string;
  readonly drained_at: null | string;
}

export interface ConsumerPage {
  readonly consumers: readonly (ConsumerDetail)[];
}

export interface CreatedApiKey {
  readonly id: string;
  readonly key: string;
  readonly owner_id: string;
  readonly name: string;
  readonly hint: string;
  readonly scopes: readonly (string)[];
  readonly created_at: string;
  readonly expires_at: null | string;
}

export interface CurrentStepFacts {
  readonly step_id: string;
  readonly step_type: string;
  readonly agent_name: null | string;
  readonly tool_name: null | string;
  readonly status: string;
}

export interface DeadLetterDetail {
  readonly letter: DeadLetterSummary;
  readonly body: null | string;
  readonly body_base64: null | string;
  readonly headers: Record<string, string>;
}

export interface DeadLetterPage {
  readonly letters: readonly (DeadLetterSummary)[];
  readonly next: null | string;
}

export interface DeadLetterSummary {
  readonly id: string;
  readonly status: string;
  readonly reason: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly run_id: null | string;
  readonly key: null | string;
  readonly sent_at: null | string;
  readonly dead_at: string;
  readonly received_at: string;
  readonly decided_by: null | string;
  readonly decided_at: null | string;
  readonly redriven_to: null | string;
  readonly redriven_from: null | string;
}

export interface DecidedApproval {
  readonly execution_id: string;
  readonly step_path: string;
  readonly iteration: string;
  readonly attempt: number;
  readonly decision: string;
  readonly decided_by: string;
  readonly decided_at: string;
}

export interface DecidedStep {
  readonly execution_id: string;
  readonly step_path: string;
  readonly iteration: string;
  readonly attempt: number;
  readonly decision: string;
}

export interface DefinitionWarning {
  readonly pointer: string;
  readonly message: string;
}

export interface DeliveryDetail {
  readonly delivery: DeliverySummary;
  readonly payload: unknown;
  readonly tries: readonly (DeliveryTry)[];
}

export interface DeliveryPage {
  readonly deliveries: readonly (DeliverySummary)[];
  readonly next: null | string;
}

export interface DeliverySummary {
  readonly id: string;
  readonly webhook_id: null | string;
  readonly execution_id: string;
  readonly url: string;
  readonly event: string;
  readonly status: string;
  readonly attempts: number;
  readonly next_attempt_at: null | string;
  readonly delivered_at: null | string;
  readonly failed_at: null | string;
  readonly last_error: null | string;
  readonly created_at: string;
}

export interface DeliveryTry {
  readonly attempt: number;
  readonly started_at: string;
  readonly duration_ms: number;
  readonly status_code: null | number;
  readonly error: null | string;
  readonly answer: null | string;
}

export interface Divergence {
  readonly step_path: string;
  readonly iteration: string;
  readonly step_id: string;
  readonly reason: string;
}

export interface DueTime {
  readonly due_at: string;
  readonly local: string;
}

export interface DueTimes {
  readonly time_zone: string;
  readonly times: readonly (DueTime)[];
}

export interface ExecutionBrief {
  readonly execution_id: string;
  readonly type: string;
  readonly workflow_id: null | string;
  readonly name: string;
  readonly status: string;
  readonly created_at: string;
  readonly started_at: null | string;
  readonly completed_at: null | string;
  readonly error_message: null | string;
}

export interface ExecutionBriefs {
  readonly executions: readonly (ExecutionBrief)[];
  readonly not_found: readonly (string)[];
}

export interface ExecutionDecision {
  readonly outcome: string;
  readonly timestamp: string;
}

export interface ExecutionDetail {
  readonly id: string;
  readonly workflow_id: null | string;
  readonly status: string;
  readonly input_data: unknown;
  readonly output_data: unknown;
  readonly error_message: null | string;
  readonly started_at: string;
  readonly completed_at: null | string;
  readonly left_out?: null | readonly (string)[];
}

export interface ExecutionError {
  readonly type: string;
  readonly message: string;
  readonly details: unknown;
}

export interface ExecutionLog {
  readonly id: string;
  readonly step_name: string;
  readonly step_type: string;
  readonly status: string;
  readonly input_data: unknown;
  readonly output_data: unknown;
  readonly duration_ms: null | number;
  readonly error_message: null | string;
  readonly timestamp: string;
  readonly left_out?: null | readonly (string)[];
}

export interface ExecutionPage {
  readonly executions: readonly (ListedExecution)[];
  readonly total: number;
  readonly total_is_estimate: boolean;
  readonly page: null | number;
  readonly page_size: number;
  readonly total_pages: number;
  readonly next_cursor: null | string;
}

export interface ExecutionResult {
  readonly execution_id: string;
  readonly status: string;
  readonly output_data: unknown;
  readonly error_message: null | string;
}

export interface ExecutionStatusV1 {
  readonly execution_id: string;
  readonly type: string;
  readonly target_id: null | string;
  readonly target_name: string;
  readonly status: string;
  readonly created_at: string;
  readonly started_at: null | string;
  readonly completed_at: null | string;
  readonly inputs: unknown;
  readonly outputs: unknown;
  readonly error: ExecutionError | null;
  readonly workflow_version: null | string;
  readonly labels: unknown;
  readonly business_key: null | string;
  readonly priority: number;
  readonly start_at: null | string;
  readonly queue_deadline: null | string;
  readonly paused_at: null | string;
  readonly cancelled_by: null | string;
  readonly cancel_reason: null | string;
  readonly parent_execution_id: null | string;
  readonly retried_from: null | string;
  readonly owner_id: string;
  readonly revision: number;
  readonly progress?: RunProgress | null;
}

export interface ExecutionStep {
  readonly step_id: string;
  readonly step_type: string;
  readonly agent_name: null | string;
  readonly tool_name: null | string;
  readonly status: string;
  readonly started_at: string;
  readonly completed_at: null | string;
  readonly duration_ms: null | number;
  readonly error: null | string;
  readonly metadata: unknown;
  readonly progress?: ProgressReport | null;
}

export interface ExecutionSteps {
  readonly execution_id: string;
  readonly current_step_index: number;
  readonly total_steps: number;
  readonly steps: readonly (ExecutionStep)[];
  readonly execution_path: readonly (string)[];
  readonly branch_decisions: Record<string, ExecutionDecision>;
}

export interface ExpressionFailure {
  readonly message: string;
  readonly limit: null | string;
}

export interface FullTrace {
  readonly execution_id: string;
  readonly workflow_id: null | string;
  readonly current_step_index: number;
  readonly total_steps: number;
  readonly steps: readonly (ExecutionStep)[];
  readonly execution_path: readonly (string)[];
  readonly branch_decisions: Record<string, ExecutionDecision>;
}

export interface HealthCheck {
  readonly interval_seconds: number;
  readonly timeout_seconds: number;
  readonly path?: null | string;
  readonly url?: null | string;
}

export interface HealthReport {
  readonly status: string;
  readonly components: Record<string, ComponentHealth>;
}

export interface JsonDifference {
  readonly pointer: string;
  readonly change: string;
  readonly left: unknown;
  readonly right: unknown;
  readonly shortened: boolean;
}

export interface JsonDifferences {
  readonly equal: null | boolean;
  readonly differences: readonly (JsonDifference)[];
  readonly truncated: boolean;
  readonly note: null | string;
}

export interface ListedExecution {
  readonly execution_id: string;
  readonly type: string;
  readonly target_id: null | string;
  readonly target_name: string;
  readonly status: string;
  readonly created_at: string;
  readonly started_at: null | string;
  readonly completed_at: null | string;
  readonly duration_ms: null | number;
  readonly error_message: null | string;
  readonly workflow_version: null | string;
  readonly labels: unknown;
  readonly business_key: null | string;
  readonly priority: number;
  readonly owner_id: string;
}

export interface MovedExecution {
  readonly execution_id: string;
  readonly status: string;
  readonly from_version: string;
  readonly version: string;
  readonly dry_run: boolean;
}

export interface NeededStep {
  readonly step_id: string;
  readonly step_path: string;
  readonly iteration: string;
  readonly attempt: number;
  readonly step_type: string;
  readonly input_data: unknown;
}

export interface NextEvent {
  readonly what: string;
  readonly when: null | string;
}

export interface PausedExecution {
  readonly execution_id: string;
  readonly status: string;
  readonly paused_at: null | string;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}

export interface ProblemDescription {
  readonly type: string;
  readonly status: number;
  readonly title: string;
}

export interface ProcessAlive {
  readonly status: string;
}

export interface ProgressReport {
  readonly value: number;
  readonly message: null | string;
  readonly at: string;
}

export interface PublishedEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
}

export interface RateLimit {
  readonly calls: number;
  readonly period_seconds: number;
}

export interface Reason {
  readonly code: string;
  readonly message: string;
  readonly since: null | string;
  readonly until: null | string;
  readonly facts: Record<string, unknown>;
}

export interface RegisteredWebhook {
  readonly id: string;
  readonly secret: string;
  readonly webhook: WebhookDetail;
}

export interface RegisteredWorkflow {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly schedule_id: null | string;
  readonly warnings: readonly (DefinitionWarning)[];
}

export interface RelatedExecution {
  readonly relation: string;
  readonly execution: ExecutionBrief;
}

export interface RelatedExecutions {
  readonly execution_id: string;
  readonly related: readonly (RelatedExecution)[];
  readonly is_more: boolean;
}

export interface RepeatedExecution {
  readonly execution_id: string;
  readonly status: string;
  readonly retried_from: string;
  readonly inherited_steps: number;
}

export interface RunComparison {
  readonly summary: string;
  readonly left: ComparedRun;
  readonly right: ComparedRun;
  readonly same_workflow: boolean;
  readonly same_version: boolean;
  readonly input: JsonDifferences;
  readonly output: JsonDifferences;
  readonly steps: readonly (ComparedStep)[];
  readonly steps_truncated: boolean;
  readonly path_diverges_at: Divergence | null;
  readonly data_diverges_at: Divergence | null;
}

export interface RunExplanation {
  readonly execution_id: string;
  readonly status: string;
  readonly summary: string;
  readonly reasons: readonly (Reason)[];
  readonly next: readonly (NextEvent)[];
  readonly remedies: readonly (string)[];
}

export interface RunProgress {
  readonly current_step: number;
  readonly total_steps: number;
  readonly percentage: number;
  readonly current_step_name: null | string;
}

export interface ScheduleBackfill {
  readonly schedule_id: string;
  readonly found: number;
  readonly queued: number;
  readonly schedule: ScheduleDetail;
}

export interface ScheduleDetail {
  readonly id: string;
  readonly name: string;
  readonly description: null | string;
  readonly origin: string;
  readonly status: string;
  readonly workflow_id: string;
  readonly workflow: null | string;
  readonly version: null | string;
  readonly cron: null | string;
  readonly time_zone: null | string;
  readonly every: null | string;
  readonly anchor: null | string;
  readonly at: null | string;
  readonly after: null | string;
  readonly on: unknown;
  readonly start_at: null | string;
  readonly end_at: null | string;
  readonly runs_max: null | number;
  readonly overlap: string;
  readonly queue_max: number;
  readonly catch_up_seconds: number;
  readonly input: unknown;
  readonly due_at_member: null | string;
  readonly labels: unknown;
  readonly business_key: null | string;
  readonly priority: number;
  readonly queue_timeout_seconds: null | number;
  readonly next_due_at: null | string;
  readonly progress: ScheduleProgress;
  readonly pause: SchedulePause | null;
  readonly owner_id: string;
  readonly revision: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface ScheduleFire {
  readonly due_at: string;
  readonly kind: string;
  readonly outcome: string;
  readonly execution_id: null | string;
  readonly execution_status: null | string;
  readonly detail: null | string;
  readonly decided_at: string;
}

export interface ScheduleFirePage {
  readonly fires: readonly (ScheduleFire)[];
  readonly next: null | string;
}

export interface SchedulePage {
  readonly schedules: readonly (ScheduleDetail)[];
  readonly next: null | string;
}

export interface SchedulePause {
  readonly since: string;
  readonly by: null | string;
  readonly note: null | string;
}

export interface ScheduleProgress {
  readonly started: number;
  readonly skipped: number;
  readonly missed: number;
  readonly failed: number;
  readonly queued: number;
  readonly last_due_at: null | string;
  readonly last_fired_at: null | string;
  readonly last_execution_id: null | string;
  readonly last_missed_at: null | string;
  readonly last_error: null | string;
  readonly last_error_at: null | string;
}

export interface SentSignal {
  readonly execution_id: string;
  readonly id: string;
  readonly type: string;
  readonly is_new: boolean;
}

export interface ShardDetail {
  readonly shard: number;
  readonly epoch: number;
  readonly owner: null | string;
  readonly is_owner_alive: boolean;
  readonly taken_at: null | string;
  readonly pending: number;
  readonly delayed: number;
  readonly oldest_pending_at: null | string;
  readonly running: number;
  readonly is_more: boolean;
}

export interface ShardPage {
  readonly shards: readonly (ShardDetail)[];
}

export interface SimulatedExecution {
  readonly status: string;
  readonly outputs: unknown;
  readonly error: unknown;
  readonly error_message: null | string;
  readonly simulated_ms: number;
  readonly steps: readonly (SimulatedStep)[];
  readonly needs: readonly (NeededStep)[];
  readonly unused_results: readonly (string)[];
}

export interface SimulatedStep {
  readonly step_id: string;
  readonly step_path: string;
  readonly iteration: string;
  readonly attempt: number;
  readonly step_type: string;
  readonly agent_name: null | string;
  readonly status: string;
  readonly next_task: null | string;
  readonly input_data: unknown;
  readonly output_data: unknown;
  readonly error: unknown;
  readonly metadata: unknown;
}

export interface StartedExecution {
  readonly execution_id: string;
  readonly type: string;
  readonly target_id: string;
  readonly target_name: string;
  readonly status: string;
  readonly status_url: string;
  readonly created_at: string;
  readonly starts_at: string;
}

export interface TracedProgress {
  readonly execution_id: string;
  readonly status: string;
  readonly progress: number;
  readonly current_step: string;
  readonly type: string;
  readonly workflow_progress: WorkflowProgress;
}

export interface TracedStatus {
  readonly execution_id: string;
  readonly type: string;
  readonly status: string;
  readonly progress: number;
  readonly current_step: string;
  readonly workflow_id: null | string;
  readonly query: null | string;
  readonly created_at: string;
  readonly started_at: null | string;
  readonly completed_at: null | string;
  readonly output_data: unknown;
  readonly error_message: null | string;
  readonly workflow_trace: WorkflowTrace;
}

export interface TriedExpression {
  readonly execution_id: string;
  readonly results: readonly (unknown)[];
  readonly is_more: boolean;
  readonly error: ExpressionFailure | null;
}

export interface TriggeredSchedule {
  readonly schedule_id: string;
  readonly execution_id: string;
  readonly due_at: string;
}

export interface WebhookDetail {
  readonly id: string;
  readonly url: string;
  readonly events: readonly (string)[];
  readonly workflow_id: null | string;
  readonly header_names: readonly (string)[];
  readonly description: null | string;
  readonly created_at: string;
}

export interface WebhookPage {
  readonly webhooks: readonly (WebhookDetail)[];
  readonly next: null | string;
}

export interface WorkflowDetail {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly latest_version: string;
  readonly task_count: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly deleted_at: null | string;
  readonly document: unknown;
}

export interface WorkflowPage {
  readonly workflows: readonly (WorkflowSummary)[];
  readonly next: null | string;
}

export interface WorkflowProgress {
  readonly current_step_index: number;
  readonly total_steps: number;
  readonly current_step_info: CurrentStepFacts | null;
  readonly execution_path: readonly (string)[];
}

export interface WorkflowSummary {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface WorkflowTrace {
  readonly execution_id: string;
  readonly workflow_id: null | string;
  readonly current_step_index: number;
  readonly total_steps: number;
  readonly execution_path: readonly (string)[];
  readonly branch_decisions: Record<string, ExecutionDecision>;
}

export interface WorkflowVersion {
  readonly version: string;
  readonly task_count: number;
  readonly created_at: string;
}

export interface WorkflowVersionPage {
  readonly versions: readonly (WorkflowVersion)[];
  readonly next: null | string;
}

export interface Routes {
  'DELETE /api/v1/agents/{name}': {
    path: { readonly name: string; };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  'DELETE /api/v1/api-keys/{id}': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  'DELETE /api/v1/schedules/{id}': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  'DELETE /api/v1/webhooks/{id}': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  'DELETE /api/v1/workflows/{id}': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  'GET /api/executions/{execution_id}/progress': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: undefined;
    answer: TracedProgress;
  };
  'GET /api/executions/{execution_id}/status': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: undefined;
    answer: TracedStatus;
  };
  'GET /api/executions/{execution_id}/steps': {
    path: { readonly execution_id: string; };
    query: { readonly limit?: undefined | number; readonly offset?: undefined | number; };
    body: undefined;
    answer: ExecutionSteps;
  };
  'GET /api/executions/{execution_id}/trace': {
    path: { readonly execution_id: string; };
    query: { readonly limit?: undefined | number; readonly offset?: undefined | number; };
    body: undefined;
    answer: FullTrace;
  };
  'GET /api/v1/agents': {
    path: Nothing;
    query: { readonly limit?: undefined | number; readonly after?: undefined | string; };
    body: undefined;
    answer: AgentPage;
  };
  'GET /api/v1/agents/{name}': {
    path: { readonly name: string; };
    query: Nothing;
    body: undefined;
    answer: AgentDetail;
  };
  'GET /api/v1/api-keys': {
    path: Nothing;
    query: { readonly limit?: undefined | number; readonly after?: undefined | string; };
    body: undefined;
    answer: ApiKeyPage;
  };
  'GET /api/v1/api-keys/{id}': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: ApiKeyDetail;
  };
  'GET /api/v1/approvals': {
    path: Nothing;
    query: { readonly execution_id?: undefined | string; readonly limit?: undefined | number; readonly after?: undefined | string; };
    body: undefined;
    answer: ApprovalPage;
  };
  'GET /api/v1/audit': {
    path: Nothing;
    query: { readonly who?: undefined | string; readonly verb?: undefined | string; readonly execution_id?: undefined | string; readonly limit?: undefined | number; readonly after?: undefined | string; };
    body: undefined;
    answer: AuditPage;
  };
  'GET /api/v1/batches': {
    path: Nothing;
    query: { readonly limit?: undefined | number; readonly after?: undefined | string; };
    body: undefined;
    answer: BatchPage;
  };
  'GET /api/v1/batches/{id}': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: BatchDetail;
  };
  'GET /api/v1/batches/{id}/items': {
    path: { readonly id: string; };
    query: { readonly status?: "pending" | "done" | "failed" | "skipped" | "not_found"; readonly limit?: undefined | number; readonly after?: undefined | string; };
    body: undefined;
    answer: BatchItemPage;
  };
  'GET /api/v1/consumers': {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: ConsumerPage;
  };
  'GET /api/v1/dead-letters': {
    path: Nothing;
    query: { readonly status?: "open" | "redriven" | "discarded"; readonly topic?: "workflow.execution.requests" | "workflow.cancellation.requests" | "workflow.agent.tasks" | "workflow.agent.results" | "workflow.run.signals" | "workflow.run.events" | "workflow.events" | "workflow.dead-letter"; readonly run_id?: undefined | string; readonly text?: undefined | string; readonly limit?: undefined | number; readonly after?: undefined | string; };
    body: undefined;
    answer: DeadLetterPage;
  };
  'GET /api/v1/dead-letters/{id}': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: DeadLetterDetail;
  };
  'GET /api/v1/executions': {
    path: Nothing;
    query: { readonly status?: string; readonly type?: string; readonly target_id?: undefined | string; readonly sort?: "created_at" | "started_at" | "completed_at"; readonly sort_by?: "created_at" | "started_at" | "completed_at"; readonly order?: "asc" | "desc"; readonly sort_order?: "asc" | "desc"; readonly page?: undefined | number; readonly page_size?: undefined | number; readonly workflow_name?: undefined | string; readonly owner?: undefined | string; readonly labels?: string; readonly business_key?: undefined | string; readonly created_from?: undefined | string; readonly created_to?: undefined | string; readonly started_from?: undefined | string; readonly started_to?: undefined | string; readonly completed_from?: undefined | string; readonly completed_to?: undefined | string; readonly duration_min_ms?: undefined | number; readonly duration_max_ms?: undefined | number; readonly error_contains?: undefined | string; readonly output_contains?: undefined | string; readonly cursor?: undefined | string; readonly count_max?: undefined | number; };
    body: undefined;
    answer: ExecutionPage;
  };
  'GET /api/v1/executions/compare': {
    path: Nothing;
    query: { readonly left: string; readonly right: string; };
    body: undefined;
    answer: RunComparison;
  };
  'GET /api/v1/executions/events': {
    path: Nothing;
    query: { readonly status?: undefined | string; readonly workflow_id?: undefined | string; readonly since?: undefined | string; };
    body: undefined;
    answer: undefined;
  };
  'GET /api/v1/executions/{execution_id}': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: undefined;
    answer: ExecutionStatusV1;
  };
  'GET /api/v1/executions/{execution_id}/audit': {
    path: { readonly execution_id: string; };
    query: { readonly limit?: undefined | number; readonly after?: undefined | string; };
    body: undefined;
    answer: AuditPage;
  };
  'GET /api/v1/executions/{execution_id}/events': {
    path: { readonly execution_id: string; };
    query: { readonly since?: undefined | number; };
    body: undefined;
    answer: undefined;
  };
  'GET /api/v1/executions/{execution_id}/explain': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: undefined;
    answer: RunExplanation;
  };
  'GET /api/v1/executions/{execution_id}/logs': {
    path: { readonly execution_id: string; };
    query: { readonly step_name?: undefined | string; readonly kind?: "log" | "output"; readonly level?: "debug" | "info" | "warning" | "error"; readonly limit?: undefined | number; readonly offset?: undefined | number; };
    body: undefined;
    answer: AgentLogPage;
  };
  'GET /api/v1/executions/{execution_id}/progress': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: undefined;
    answer: RunProgress | undefined;
  };
  'GET /api/v1/executions/{execution_id}/progress/ws': {
    path: { readonly execution_id: string; };
    query: { readonly since?: undefined | number; };
    body: undefined;
    answer: undefined;
  };
  'GET /api/v1/executions/{execution_id}/related': {
    path: { readonly execution_id: string; };
    query: { readonly limit?: undefined | number; };
    body: undefined;
    answer: RelatedExecutions;
  };
  'GET /api/v1/schedules': {
    path: Nothing;
    query: { readonly workflow_id?: undefined | string; readonly status?: "active" | "paused" | "ended"; readonly has_error?: undefined | boolean; readonly limit?: undefined | number; readonly after?: undefined | string; };
    body: undefined;
    answer: SchedulePage;
  };
  'GET /api/v1/schedules/{id}': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: ScheduleDetail;
  };
  'GET /api/v1/schedules/{id}/fires': {
    path: { readonly id: string; };
    query: { readonly outcome?: "started" | "skipped" | "queued" | "failed"; readonly limit?: undefined | number; readonly after?: undefined | string; };
    body: undefined;
    answer: ScheduleFirePage;
  };
  'GET /api/v1/schedules/{id}/next': {
    path: { readonly id: string; };
    query: { readonly count?: undefined | number; readonly after?: undefined | string; };
    body: undefined;
    answer: DueTimes;
  };
  'GET /api/v1/shards': {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: ShardPage;
  };
  'GET /api/v1/webhook-deliveries': {
    path: Nothing;
    query: { readonly execution_id?: undefined | string; readonly webhook_id?: undefined | string; readonly status?: "pending" | "delivered" | "failed"; readonly limit?: undefined | number; readonly after?: undefined | string; };
    body: undefined;
    answer: DeliveryPage;
  };
  'GET /api/v1/webhook-deliveries/{id}': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: DeliveryDetail;
  };
  'GET /api/v1/webhooks': {
    path: Nothing;
    query: { readonly limit?: undefined | number; readonly after?: undefined | string; };
    body: undefined;
    answer: WebhookPage;
  };
  'GET /api/v1/webhooks/{id}': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: WebhookDetail;
  };
  'GET /api/v1/workflows': {
    path: Nothing;
    query: { readonly limit?: undefined | number; readonly after?: undefined | string; };
    body: undefined;
    answer: WorkflowPage;
  };
  'GET /api/v1/workflows/{id}': {
    path: { readonly id: string; };
    query: { readonly version?: undefined | string; };
    body: undefined;
    answer: WorkflowDetail;
  };
  'GET /api/v1/workflows/{id}/versions': {
    path: { readonly id: string; };
    query: { readonly limit?: undefined | number; readonly after?: undefined | string; };
    body: undefined;
    answer: WorkflowVersionPage;
  };
  'GET /api/workflows/executions': {
    path: Nothing;
    query: { readonly workflow_id?: undefined | string; readonly status_filter?: "pending" | "running" | "completed" | "failed" | "cancelled"; readonly limit?: undefined | number; readonly offset?: undefined | number; readonly workflow_name?: undefined | string; readonly owner?: undefined | string; readonly labels?: string; readonly business_key?: undefined | string; readonly created_from?: undefined | string; readonly created_to?: undefined | string; readonly started_from?: undefined | string; readonly started_to?: undefined | string; readonly completed_from?: undefined | string; readonly completed_to?: undefined | string; readonly duration_min_ms?: undefined | number; readonly duration_max_ms?: undefined | number; readonly error_contains?: undefined | string; readonly output_contains?: undefined | string; readonly cursor?: undefined | string; readonly count_max?: undefined | number; };
    body: undefined;
    answer: readonly (ExecutionDetail)[];
  };
  'GET /api/workflows/executions/{execution_id}': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: undefined;
    answer: ExecutionDetail;
  };
  'GET /api/workflows/executions/{execution_id}/logs': {
    path: { readonly execution_id: string; };
    query: { readonly step_type?: "ai" | "agent_execution" | "tool_call" | "decision_point" | "data_processing" | "wait" | "sub_workflow"; readonly step_name?: undefined | string; readonly has_error?: undefined | boolean; readonly limit?: undefined | number; readonly offset?: undefined | number; };
    body: undefined;
    answer: readonly (ExecutionLog)[];
  };
  'GET /healthz': {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: HealthReport;
  };
  'GET /livez': {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: ProcessAlive;
  };
  'GET /problems': {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: readonly (ProblemDescription)[];
  };
  'GET /problems/{slug}': {
    path: { readonly slug: string; };
    query: Nothing;
    body: undefined;
    answer: ProblemDescription;
  };
  'GET /readyz': {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: ProcessAlive;
  };
  'POST /api/v1/agent-callbacks/{token}': {
    path: { readonly token: string; };
    query: Nothing;
    body: string;
    answer: CallbackTaken;
  };
  'POST /api/v1/api-keys': {
    path: Nothing;
    query: Nothing;
    body: { readonly name: string; readonly scopes: readonly ("runs:read" | "runs:write" | "definitions:read" | "definitions:write" | "agents:read" | "agents:write" | "keys:read" | "keys:write" | "admin")[]; readonly expires_at?: null | string; };
    answer: CreatedApiKey;
  };
  'POST /api/v1/batches': {
    path: Nothing;
    query: Nothing;
    body: { readonly verb: "start" | "cancel" | "retry"; readonly ids?: null | readonly (string)[]; readonly filter?: null | { readonly status?: null | readonly ("pending" | "running" | "completed" | "failed" | "cancelled")[]; readonly type?: null | readonly ("agent" | "pipeline" | "workflow")[]; readonly target_id?: null | string; readonly workflow_name?: null | string; readonly owner?: null | string; readonly labels?: null | Record<string, string>; readonly business_key?: null | string; readonly created_from?: null | string; readonly created_to?: null | string; readonly started_from?: null | string; readonly started_to?: null | string; readonly completed_from?: null | string; readonly completed_to?: null | string; readonly duration_min_ms?: null | number; readonly duration_max_ms?: null | number; readonly error_contains?: null | string; readonly output_contains?: null | string; }; readonly items?: null | readonly ({ readonly type?: "agent" | "pipeline" | "workflow"; readonly target_id: string; readonly inputs?: null | Record<string, unknown>; readonly idempotency_key?: null | string; readonly version?: null | string; readonly labels?: null | Record<string, string>; readonly business_key?: null | string; readonly priority?: null | number; readonly start_at?: null | string; readonly queue_timeout_seconds?: null | number; readonly concurrency?: null | { readonly key: string; readonly limit?: null | number; readonly on_limit?: "queue" | "cancel_oldest" | "reject"; }; readonly webhook?: null | { readonly url: string; readonly events?: null | readonly ("completed" | "failed" | "cancelled" | "ended" | "progress")[]; readonly secret?: null | string; readonly headers?: null | Record<string, string>; }; readonly callback_url?: null | string; })[]; readonly dry_run?: null | boolean; readonly concurrency?: null | number; readonly reason?: null | string; };
    answer: BatchPreview | BatchDetail;
  };
  'POST /api/v1/batches/{id}/abort': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: BatchDetail;
  };
  'POST /api/v1/batches/{id}/pause': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: BatchDetail;
  };
  'POST /api/v1/batches/{id}/resume': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: BatchDetail;
  };
  'POST /api/v1/consumers/{id}/drain': {
    path: { readonly id: string; };
    query: Nothing;
    body: { readonly force?: null | boolean; readonly reason?: null | string; };
    answer: ConsumerDetail;
  };
  'POST /api/v1/consumers/{id}/resume': {
    path: { readonly id: string; };
    query: Nothing;
    body: { readonly reason?: null | string; };
    answer: ConsumerDetail;
  };
  'POST /api/v1/dead-letters/discard': {
    path: Nothing;
    query: Nothing;
    body: { readonly topic?: "workflow.execution.requests" | "workflow.cancellation.requests" | "workflow.agent.tasks" | "workflow.agent.results" | "workflow.run.signals" | "workflow.run.events" | "workflow.events" | "workflow.dead-letter"; readonly run_id?: null | string; readonly text?: null | string; readonly all?: null | boolean; readonly reason?: null | string; };
    answer: BulkDecision;
  };
  'POST /api/v1/dead-letters/redrive': {
    path: Nothing;
    query: Nothing;
    body: { readonly topic?: "workflow.execution.requests" | "workflow.cancellation.requests" | "workflow.agent.tasks" | "workflow.agent.results" | "workflow.run.signals" | "workflow.run.events" | "workflow.events" | "workflow.dead-letter"; readonly run_id?: null | string; readonly text?: null | string; readonly all?: null | boolean; readonly reason?: null | string; };
    answer: BulkDecision;
  };
  'POST /api/v1/dead-letters/{id}/discard': {
    path: { readonly id: string; };
    query: Nothing;
    body: { readonly reason?: null | string; };
    answer: DeadLetterDetail;
  };
  'POST /api/v1/dead-letters/{id}/redrive': {
    path: { readonly id: string; };
    query: Nothing;
    body: { readonly topic?: "workflow.execution.requests" | "workflow.cancellation.requests" | "workflow.agent.tasks" | "workflow.agent.results" | "workflow.run.signals" | "workflow.run.events" | "workflow.events"; readonly key?: null | string; readonly body?: null | string; readonly reason?: null | string; };
    answer: DeadLetterDetail;
  };
  'POST /api/v1/events': {
    path: Nothing;
    query: Nothing;
    body: { readonly type: string; readonly id?: null | string; readonly source?: null | string; readonly subject?: null | string; readonly time?: null | string; readonly datacontenttype?: null | string; readonly dataschema?: null | string; readonly specversion?: "1.0"; readonly data?: unknown; };
    answer: PublishedEvent;
  };
  'POST /api/v1/executions': {
    path: Nothing;
    query: Nothing;
    body: { readonly type: "agent" | "pipeline" | "workflow"; readonly target_id: string; readonly inputs?: null | Record<string, unknown>; readonly config?: null | Record<string, unknown>; readonly version?: null | string; readonly labels?: null | Record<string, string>; readonly business_key?: null | string; readonly priority?: null | number; readonly start_at?: null | string; readonly queue_timeout_seconds?: null | number; readonly concurrency?: null | { readonly key: string; readonly limit?: null | number; readonly on_limit?: "queue" | "cancel_oldest" | "reject"; }; readonly webhook?: null | { readonly url: string; readonly events?: null | readonly ("completed" | "failed" | "cancelled" | "ended" | "progress")[]; readonly secret?: null | string; readonly headers?: null | Record<string, string>; }; readonly callback_url?: null | string; };
    answer: ExecutionStatusV1 | StartedExecution;
  };
  'POST /api/v1/executions/batch-status': {
    path: Nothing;
    query: Nothing;
    body: { readonly ids: readonly (string)[]; };
    answer: ExecutionBriefs;
  };
  'POST /api/v1/executions/{execution_id}/approvals/{step}': {
    path: { readonly execution_id: string; readonly step: string; };
    query: Nothing;
    body: { readonly decision: "approve" | "reject"; readonly comment?: null | string; readonly data?: unknown; readonly step_path?: null | string; readonly iteration?: null | string; readonly attempt?: null | number; };
    answer: DecidedApproval;
  };
  'POST /api/v1/executions/{execution_id}/cancel': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: { readonly reason?: null | string; };
    answer: CancelledExecutionV1;
  };
  'POST /api/v1/executions/{execution_id}/expressions': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: { readonly expression: string; readonly on?: "input" | "output"; readonly step_path?: null | string; readonly iteration?: null | string; readonly attempt?: null | number; };
    answer: TriedExpression;
  };
  'POST /api/v1/executions/{execution_id}/move': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: { readonly version?: null | string; readonly dry_run?: null | boolean; readonly reason?: null | string; };
    answer: MovedExecution;
  };
  'POST /api/v1/executions/{execution_id}/pause': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: { readonly reason?: null | string; };
    answer: PausedExecution;
  };
  'POST /api/v1/executions/{execution_id}/rerun': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: { readonly input_data?: null | Record<string, unknown>; readonly version?: "latest"; readonly labels?: null | Record<string, string>; readonly business_key?: null | string; readonly priority?: null | number; readonly from_step?: null | string; readonly iteration?: null | string; readonly reason?: null | string; };
    answer: RepeatedExecution;
  };
  'POST /api/v1/executions/{execution_id}/resume': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: { readonly reason?: null | string; };
    answer: PausedExecution;
  };
  'POST /api/v1/executions/{execution_id}/retry': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: { readonly reason?: null | string; };
    answer: RepeatedExecution;
  };
  'POST /api/v1/executions/{execution_id}/signals': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: { readonly type?: null | string; readonly name?: null | string; readonly id?: null | string; readonly source?: null | string; readonly subject?: null | string; readonly time?: null | string; readonly datacontenttype?: null | string; readonly dataschema?: null | string; readonly specversion?: "1.0"; readonly data?: unknown; };
    answer: SentSignal;
  };
  'POST /api/v1/executions/{execution_id}/steps/complete': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: { readonly step: string; readonly iteration?: null | string; readonly attempt?: null | number; readonly output?: unknown; readonly reason?: null | string; };
    answer: DecidedStep;
  };
  'POST /api/v1/executions/{execution_id}/steps/fail': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: { readonly step: string; readonly iteration?: null | string; readonly attempt?: null | number; readonly error?: null | Record<string, unknown>; readonly reason?: null | string; };
    answer: DecidedStep;
  };
  'POST /api/v1/executions/{execution_id}/steps/skip': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: { readonly step: string; readonly iteration?: null | string; readonly attempt?: null | number; readonly reason?: null | string; };
    answer: DecidedStep;
  };
  'POST /api/v1/schedules': {
    path: Nothing;
    query: Nothing;
    body: { readonly name: string; readonly workflow: string; readonly cron?: null | string; readonly time_zone?: null | string; readonly every?: unknown; readonly at?: null | string; readonly start_at?: null | string; readonly end_at?: null | string; readonly description?: null | string; readonly version?: null | string; readonly input?: null | Record<string, unknown>; readonly due_at_member?: null | string; readonly labels?: null | Record<string, string>; readonly business_key?: null | string; readonly priority?: null | number; readonly queue_timeout_seconds?: null | number; readonly overlap?: "skip" | "queue" | "cancel_previous" | "allow"; readonly queue_max?: null | number; readonly catch_up_seconds?: null | number; readonly runs_max?: null | number; readonly paused?: null | boolean; };
    answer: ScheduleDetail;
  };
  'POST /api/v1/schedules/preview': {
    path: Nothing;
    query: Nothing;
    body: { readonly cron?: null | string; readonly time_zone?: null | string; readonly every?: unknown; readonly at?: null | string; readonly start_at?: null | string; readonly end_at?: null | string; readonly after?: null | string; readonly count?: null | number; };
    answer: DueTimes;
  };
  'POST /api/v1/schedules/{id}/backfill': {
    path: { readonly id: string; };
    query: Nothing;
    body: { readonly from: string; readonly to: string; };
    answer: ScheduleBackfill;
  };
  'POST /api/v1/schedules/{id}/pause': {
    path: { readonly id: string; };
    query: Nothing;
    body: { readonly note?: null | string; };
    answer: ScheduleDetail;
  };
  'POST /api/v1/schedules/{id}/resume': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: ScheduleDetail;
  };
  'POST /api/v1/schedules/{id}/trigger': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: TriggeredSchedule;
  };
  'POST /api/v1/webhook-deliveries/{id}/redeliver': {
    path: { readonly id: string; };
    query: Nothing;
    body: undefined;
    answer: DeliveryDetail;
  };
  'POST /api/v1/webhooks': {
    path: Nothing;
    query: Nothing;
    body: { readonly url: string; readonly events?: null | readonly ("completed" | "failed" | "cancelled" | "ended" | "progress")[]; readonly workflow_id?: null | string; readonly secret?: null | string; readonly headers?: null | Record<string, string>; readonly description?: null | string; };
    answer: RegisteredWebhook;
  };
  'POST /api/v1/workflows': {
    path: Nothing;
    query: Nothing;
    body: string;
    answer: RegisteredWorkflow;
  };
  'POST /api/v1/workflows/simulate': {
    path: Nothing;
    query: Nothing;
    body: { readonly definition?: unknown; readonly workflow_id?: null | string; readonly version?: null | string; readonly execution_id?: null | string; readonly input_data?: unknown; readonly results?: null | Record<string, unknown>; };
    answer: SimulatedExecution;
  };
  'POST /api/v1/workflows/validate': {
    path: Nothing;
    query: Nothing;
    body: string;
    answer: CheckedWorkflow;
  };
  'POST /api/workflows/executions/{execution_id}/cancel': {
    path: { readonly execution_id: string; };
    query: Nothing;
    body: { readonly reason?: null | string; };
    answer: CancelledExecution;
  };
  'POST /api/workflows/{workflow_id}/execute': {
    path: { readonly workflow_id: string; };
    query: Nothing;
    body: { readonly input_data?: null | Record<string, unknown>; readonly version?: null | string; readonly labels?: null | Record<string, string>; readonly business_key?: null | string; readonly priority?: null | number; readonly start_at?: null | string; readonly queue_timeout_seconds?: null | number; readonly concurrency?: null | { readonly key: string; readonly limit?: null | number; readonly on_limit?: "queue" | "cancel_oldest" | "reject"; }; readonly webhook?: null | { readonly url: string; readonly events?: null | readonly ("completed" | "failed" | "cancelled" | "ended" | "progress")[]; readonly secret?: null | string; readonly headers?: null | Record<string, string>; }; readonly callback_url?: null | string; };
    answer: ExecutionResult;
  };
  'POST /api/workflows/{workflow_id}/execute/async': {
    path: { readonly workflow_id: string; };
    query: Nothing;
    body: { readonly query: string; readonly session_id?: null | string; readonly user_id?: null | string; readonly chat_history?: null | readonly (unknown)[]; readonly version?: null | string; readonly labels?: null | Record<string, string>; readonly business_key?: null | string; readonly priority?: null | number; readonly start_at?: null | string; readonly queue_timeout_seconds?: null | number; readonly concurrency?: null | { readonly key: string; readonly limit?: null | number; readonly on_limit?: "queue" | "cancel_oldest" | "reject"; }; readonly webhook?: null | { readonly url: string; readonly events?: null | readonly ("completed" | "failed" | "cancelled" | "ended" | "progress")[]; readonly secret?: null | string; readonly headers?: null | Record<string, string>; }; readonly callback_url?: null | string; };
    answer: AcceptedExecution;
  };
  'PUT /api/v1/agents/{name}': {
    path: { readonly name: string; };
    query: Nothing;
    body: { readonly endpoint?: null | string; readonly transport?: "http" | "a2a" | "mcp" | "kafka"; readonly tool?: null | string; readonly description?: null | string; readonly timeout_seconds?: null | number; readonly max_concurrency?: null | number; readonly auth?: null | { readonly type: "bearer" | "basic" | "header" | "oauth2"; readonly secret: string; readonly username?: null | string; readonly header?: null | string; readonly token_endpoint?: null | string; readonly client_id?: null | string; readonly scope?: null | string; }; readonly enabled?: null | boolean; readonly shared?: null | boolean; readonly version?: null | string; readonly input_schema?: null | Record<string, unknown>; readonly output_schema?: null | Record<string, unknown>; readonly retry?: null | Record<string, unknown>; readonly rate_limit?: null | { readonly calls: number; readonly period_seconds: number; }; readonly health_check?: null | { readonly path?: null | string; readonly url?: null | string; readonly interval_seconds?: null | number; readonly timeout_seconds?: null | number; }; };
    answer: AgentDetail;
  };
  'PUT /api/v1/schedules/{id}': {
    path: { readonly id: string; };
    query: Nothing;
    body: { readonly name: string; readonly workflow: string; readonly cron?: null | string; readonly time_zone?: null | string; readonly every?: unknown; readonly at?: null | string; readonly start_at?: null | string; readonly end_at?: null | string; readonly description?: null | string; readonly version?: null | string; readonly input?: null | Record<string, unknown>; readonly due_at_member?: null | string; readonly labels?: null | Record<string, string>; readonly business_key?: null | string; readonly priority?: null | number; readonly queue_timeout_seconds?: null | number; readonly overlap?: "skip" | "queue" | "cancel_previous" | "allow"; readonly queue_max?: null | number; readonly catch_up_seconds?: null | number; readonly runs_max?: null | number; };
    answer: ScheduleDetail;
  };
  'PUT /api/v1/workflows/{id}': {
    path: { readonly id: string; };
    query: Nothing;
    body: string;
    answer: RegisteredWorkflow;
  };
}
