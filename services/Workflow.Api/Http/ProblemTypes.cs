namespace Workflow.Api.Http;

/// <summary>A kind of error answer. Its slug never changes its meaning.</summary>
/// <param name="Slug">Ends the <c>type</c> of the problem: <c>/problems/{slug}</c>.</param>
/// <param name="Status">HTTP status of the answer.</param>
public sealed record ProblemType(string Slug, int Status, string Title)
{
    public string Path => "/problems/" + Slug;
}

/// <summary>Every kind of error that callers can get, one line each. What to do about it is in the detail of each
/// answer.</summary>
public static class ProblemTypes
{
    public static readonly ProblemType NoSuchRoute = new("no-such-route", 404, "There is nothing at this path.");

    public static readonly ProblemType MethodNotAllowed = new(
        "method-not-allowed", 405, "The path does not take this method.");

    public static readonly ProblemType UnsupportedMediaType = new(
        "unsupported-media-type", 415, "The body's media type is not taken here.");

    public static readonly ProblemType UnsupportedContentEncoding = new(
        "unsupported-content-encoding", 415, "The body is compressed.");

    public static readonly ProblemType BodyTooLarge = new("body-too-large", 413, "The body is too large.");

    public static readonly ProblemType MalformedJson = new("malformed-json", 400, "The body is not JSON.");

    public static readonly ProblemType JsonTooDeep = new("json-too-deep", 422, "The body is nested too deeply.");

    public static readonly ProblemType InvalidBody = new("invalid-body", 422, "The body is not as expected.");

    public static readonly ProblemType InvalidParameter = new(
        "invalid-parameter", 422, "A parameter has a value that is not taken.");

    public static readonly ProblemType InvalidDefinition = new(
        "invalid-definition", 422, "The definition is not valid.");

    public static readonly ProblemType UnknownAgent = new(
        "unknown-agent", 422, "The definition calls an agent that is not registered.");

    public static readonly ProblemType UnknownWorkflow = new(
        "unknown-workflow", 422, "The definition runs a workflow that is not registered.");

    public static readonly ProblemType VersionExists = new(
        "version-exists", 409, "The version is registered with another document.");

    public static readonly ProblemType OtherWorkflow = new(
        "other-workflow", 422, "The document is of another workflow.");

    public static readonly ProblemType PreconditionFailed = new(
        "precondition-failed", 412, "It is not, or no longer, what If-Match says.");

    public static readonly ProblemType WorkflowNotFound = new(
        "workflow-not-found", 404, "There is no such workflow.");

    public static readonly ProblemType AmbiguousWorkflow = new(
        "ambiguous-workflow", 422, "The name stands for several workflows.");

    public static readonly ProblemType ExecutionNotFound = new(
        "execution-not-found", 404, "There is no such execution.");

    public static readonly ProblemType ExecutionNotCancellable = new(
        "execution-not-cancellable", 409, "The execution has ended already.");

    public static readonly ProblemType ExecutionEnded = new("execution-ended", 409, "The execution has ended.");

    public static readonly ProblemType ExecutionNotEnded = new(
        "execution-not-ended", 409, "The execution has not ended yet.");

    public static readonly ProblemType ExecutionNotRetryable = new(
        "execution-not-retryable", 409, "The execution has neither failed nor been cancelled.");

    public static readonly ProblemType DefinitionGone = new(
        "definition-gone", 409, "The execution's definition is not there any more.");

    public static readonly ProblemType UnknownStep = new("unknown-step", 422, "The definition has no such step.");

    public static readonly ProblemType StepNotReached = new(
        "step-not-reached", 422, "The execution never came to that step.");

    public static readonly ProblemType StepNotOpen = new("step-not-open", 409, "The step is not under way.");

    public static readonly ProblemType StepDecided = new("step-decided", 409, "The step is decided already.");

    public static readonly ProblemType AmbiguousStep = new(
        "ambiguous-step", 422, "Several steps may be meant.");

    public static readonly ProblemType StepInRace = new(
        "step-in-race", 422, "The step belongs to a race that only runs as a whole.");

    public static readonly ProblemType SignalTooLarge = new("signal-too-large", 413, "The signal's data is too large.");

    public static readonly ProblemType TooManySignals = new(
        "too-many-signals", 429, "The execution has too many signals that it has not taken in.");

    public static readonly ProblemType AgentNotFound = new("agent-not-found", 404, "There is no such agent.");

    public static readonly ProblemType AgentDisabled = new("agent-disabled", 409, "The agent takes no calls now.");

    public static readonly ProblemType AgentsReadOnly = new(
        "agents-read-only", 409, "Agents are changed in another registry.");

    public static readonly ProblemType RegistryUnavailable = new(
        "registry-unavailable", 503, "The agent registry does not answer.");

    public static readonly ProblemType AgentNameTaken = new("agent-name-taken", 409, "The agent's name is taken.");

    public static readonly ProblemType CallbackUnknown = new(
        "callback-unknown", 404, "The callback URL is not known.");

    public static readonly ProblemType CallbackExpired = new(
        "callback-expired", 410, "The callback URL is no longer good.");

    public static readonly ProblemType CallbackClosed = new(
        "callback-closed", 410, "Nobody waits for the task any more.");

    public static readonly ProblemType CallbackAnswered = new(
        "callback-answered", 409, "The task has another answer already.");

    public static readonly ProblemType BatchNotFound = new("batch-not-found", 404, "There is no such batch.");

    public static readonly ProblemType BatchEnded = new("batch-ended", 409, "The batch has ended.");

    public static readonly ProblemType BatchTooLarge = new("batch-too-large", 422, "That is too much for one request.");

    public static readonly ProblemType TooManyBatches = new("too-many-batches", 429, "You have too many open batches.");

    public static readonly ProblemType ScheduleNotFound = new("schedule-not-found", 404, "There is no such schedule.");

    public static readonly ProblemType ScheduleNameTaken = new(
        "schedule-name-taken", 409, "You have a schedule of this name.");

    public static readonly ProblemType TooManySchedules = new(
        "too-many-schedules", 409, "You have too many schedules.");

    public static readonly ProblemType ScheduleOfDefinition = new(
        "schedule-of-definition", 409, "The schedule is kept by a definition.");

    public static readonly ProblemType BackfillTooLarge = new(
        "backfill-too-large", 422, "The range has too many due times.");

    public static readonly ProblemType DeadLetterNotFound = new(
        "dead-letter-not-found", 404, "There is no such dead letter.");

    public static readonly ProblemType DeadLetterClosed = new(
        "dead-letter-closed", 409, "Somebody has decided about the dead letter.");

    public static readonly ProblemType BrokerUnavailable = new(
        "broker-unavailable", 503, "The broker does not answer.");

    public static readonly ProblemType ExecutionNotMovable = new(
        "execution-not-movable", 409, "The execution runs no registered workflow.");

    public static readonly ProblemType UnknownVersion = new(
        "unknown-version", 422, "The workflow has no such version.");

    public static readonly ProblemType StepDoesNotFit = new(
        "step-does-not-fit", 409, "A recorded step does not fit the new version.");

    public static readonly ProblemType ExecutionBusy = new(
        "execution-busy", 409, "The execution is doing something that a move would disturb.");

    public static readonly ProblemType ConsumerNotFound = new("consumer-not-found", 404, "There is no such consumer.");

    public static readonly ProblemType ConsumerNotDrainable = new(
        "consumer-not-drainable", 409, "The process owns no shards to hand over.");

    public static readonly ProblemType LastConsumer = new(
        "last-consumer", 409, "Nobody else would execute runs.");

    public static readonly ProblemType WebhookNotFound = new("webhook-not-found", 404, "There is no such webhook.");

    public static readonly ProblemType TooManyWebhooks = new("too-many-webhooks", 409, "You have too many webhooks.");

    public static readonly ProblemType DeliveryNotFound = new("delivery-not-found", 404, "There is no such delivery.");

    public static readonly ProblemType DeliveryUnderWay = new(
        "delivery-under-way", 409, "The delivery is being sent now.");

    public static readonly ProblemType IdempotencyKeyReused = new(
        "idempotency-key-reused", 422, "The Idempotency-Key stands for another request.");

    public static readonly ProblemType InputRefused = new(
        "input-refused", 422, "The database refuses the request's content.");

    public static readonly ProblemType WebSocketRequired = new(
        "websocket-required", 426, "The path is for WebSockets.");

    public static readonly ProblemType TooManyConnections = new(
        "too-many-connections", 503, "Too many sockets and streams are open.");

    public static readonly ProblemType ConcurrencyLimit = new(
        "concurrency-limit", 409, "The concurrency key has no free slot.");

    public static readonly ProblemType ConcurrencyQueueFull = new(
        "concurrency-queue-full", 429, "Too many runs wait for the concurrency key.");

    public static readonly ProblemType BacklogFull = new("backlog-full", 429, "Too many runs are waiting.");

    public static readonly ProblemType DatabaseUnavailable = new(
        "database-unavailable", 503, "The database does not answer.");

    public static readonly ProblemType StartingUp = new("starting-up", 503, "The service is not ready yet.");

    public static readonly ProblemType AuthenticationRequired = new(
        "authentication-required", 401, "A token or API key is needed.");

    public static readonly ProblemType InvalidToken = new("invalid-token", 401, "The token or API key is not taken.");

    public static readonly ProblemType SeveralCredentials = new(
        "several-credentials", 400, "More than one token or API key was sent.");

    public static readonly ProblemType InsufficientScope = new(
        "insufficient-scope", 403, "The token or API key may not be used for this.");

    public static readonly ProblemType AdminOnly = new("admin-only", 403, "This is for admins.");

    public static readonly ProblemType CrossSiteRequest = new(
        "cross-site-request", 403, "The request comes from a page of another site.");

    public static readonly ProblemType RateLimited = new("rate-limited", 429, "You make too many requests.");

    public static readonly ProblemType TooManyFailures = new(
        "too-many-failures", 429, "Too many requests from your address were refused.");

    public static readonly ProblemType KeysUnavailable = new(
        "keys-unavailable", 503, "The token cannot be checked at the moment.");

    public static readonly ProblemType ApiKeyNotFound = new("api-key-not-found", 404, "There is no such API key.");

    public static readonly ProblemType TooManyApiKeys = new("too-many-api-keys", 409, "You have too many API keys.");

    public static readonly ProblemType QuotaExceeded = new("quota-exceeded", 429, "You have too many open runs.");

    public static readonly ProblemType BadRequest = new("bad-request", 400, "The request is not valid HTTP.");

    public static readonly ProblemType InternalError = new("internal-error", 500, "Something went wrong here.");

    public static readonly ProblemType NoSuchProblem = new("no-such-problem", 404, "There is no such problem.");

    public static readonly ProblemType Refused = new("refused", 400, "The request was refused.");

    private static readonly Dictionary<string, ProblemType> BySlug = typeof(ProblemTypes).GetFields()
        .Select(field => field.GetValue(null)).OfType<ProblemType>().ToDictionary(type => type.Slug);

    /// <summary>All of them, by slug.</summary>
    public static IReadOnlyCollection<ProblemType> All => BySlug.Values;

    public static ProblemType? Find(string slug) => BySlug.GetValueOrDefault(slug);
}
