using Workflow.Api.Http.Fields;
using Workflow.Database.Definitions;
using Workflow.Database.Intake;
using Workflow.Definitions;
using Workflow.Model;

namespace Workflow.Api.Http;

/// <summary>Every error that callers get. A <c>type</c> never changes its meaning; <c>detail</c> says what to
/// do.</summary>
public static class Problems
{
    public static Problem NoRoute(string method, string path) => new(
        ProblemTypes.NoSuchRoute,
        $"{method} {path} is no route of this API; check the path.");

    public static Problem MethodNotAllowed(string method, string path, string allowed) => new(
        ProblemTypes.MethodNotAllowed,
        $"{path} does not take {method}; use {allowed}.");

    public static Problem UnsupportedMediaType(string? given, IReadOnlyList<string> taken) => new(
        ProblemTypes.UnsupportedMediaType,
        $"Content-Type is '{given}'; send UTF-8 text with one of {string.Join(", ", taken)} "
        + $"(for curl: -H 'Content-Type: {taken[0]}').");

    public static Problem EncodedBody(string encoding) => new(
        ProblemTypes.UnsupportedContentEncoding,
        $"Content-Encoding is '{encoding}'; send the body as it is.");

    public static Problem BodyTooLarge(int bytesMax) => new(
        ProblemTypes.BodyTooLarge,
        $"The body has more than {bytesMax} bytes; send less, or raise WORKFLOW_API_BODY_BYTES_MAX.")
    {
        Facts = new() { ["body_bytes_max"] = bytesMax },
    };

    public static Problem MalformedJson(long line, long position, string reason) => new(
        ProblemTypes.MalformedJson,
        $"Line {line}, byte {position}: {Sentence(reason)}")
    {
        Facts = new() { ["line"] = line, ["position"] = position },
    };

    public static Problem NotUtf8(int offset) => new(
        ProblemTypes.MalformedJson,
        $"The body is not UTF-8 from byte {offset} on; send UTF-8.")
    {
        Facts = new() { ["offset"] = offset },
    };

    public static Problem JsonTooDeep(int depthMax) => new(
        ProblemTypes.JsonTooDeep,
        $"Objects and arrays may lie within each other {depthMax} times; flatten the body, "
        + "or raise WORKFLOW_API_JSON_DEPTH_MAX.")
    {
        Facts = new() { ["json_depth_max"] = depthMax },
    };

    public static Problem NotAnObject() => new(
        ProblemTypes.InvalidBody, "The body must be a JSON object.");

    public static Problem MemberTwice(string name) => new(
        ProblemTypes.InvalidBody,
        $"The member '{name}' stands twice; keep one of them.");

    public static Problem InvalidBody(IReadOnlyList<ProblemError> errors) => new(
        ProblemTypes.InvalidBody,
        $"{errors[0].Pointer}: {errors[0].Message}{More(errors.Count)}")
    {
        Facts = new() { ["errors"] = errors.ToArray() },
    };

    /// <summary>One member of the body is wrong.</summary>
    /// <param name="pointer">Where it is, as a JSON pointer.</param>
    public static Problem InvalidBody(string pointer, string message, string expected) =>
        InvalidBody([new ProblemError(pointer, null, null, message, expected)]);

    /// <inheritdoc cref="InvalidBody(string, string, string)"/>
    public static Problem InvalidBody(Field field, string message, string expected) =>
        InvalidBody("/" + field.Name, message, expected);

    public static Problem InvalidParameter(string name, string value, string remedy) => new(
        ProblemTypes.InvalidParameter,
        $"{name} is '{value}'. {remedy}")
    {
        Facts = new() { ["parameter"] = name, ["value"] = value },
    };

    public static Problem InvalidDefinition(IReadOnlyList<DefinitionError> errors, int found) => new(
        ProblemTypes.InvalidDefinition, errors[0] + More(found))
    {
        Facts = new()
        {
            ["errors"] = errors.Select(error => new ProblemError(
                error.Pointer, error.Line, error.Column, error.Message, error.Expected)).ToArray(),
            ["errors_found"] = found,
        },
    };

    /// <param name="words">What calls may name: a misspelt one gets the nearest of them as a suggestion.</param>
    public static Problem UnknownAgents(
        IReadOnlyList<(string Agent, string Pointer)> calls, DefinitionPlaces places,
        IReadOnlyList<string> words) => new(
        ProblemTypes.UnknownAgent, $"{calls[0].Pointer}: {NoAgent(calls[0].Agent, words)}{More(calls.Count)}")
    {
        Facts = new()
        {
            ["errors"] = calls.Select(call => At(places, call.Pointer, NoAgent(call.Agent, words))).ToArray(),
        },
    };

    public static Problem UnknownWorkflows(
        IReadOnlyList<(WorkflowReference Workflow, string Pointer)> children, DefinitionPlaces places) => new(
        ProblemTypes.UnknownWorkflow,
        $"{children[0].Pointer}: {NoWorkflow(children[0].Workflow)}{More(children.Count)}")
    {
        Facts = new()
        {
            ["errors"] = children.Select(
                child => At(places, child.Pointer, NoWorkflow(child.Workflow))).ToArray(),
        },
    };

    public static Problem VersionExists(Guid id, string name, string version) => new(
        ProblemTypes.VersionExists,
        $"'{name}' has a version {version} already and versions never change; raise document.version.")
    {
        Facts = new() { ["workflow_id"] = id, ["version"] = version },
    };

    public static Problem OtherWorkflow(Guid id, string expected, string given) => new(
        ProblemTypes.OtherWorkflow,
        $"The document says {given}, and {id} is {expected}; give it that document.namespace and document.name, "
        + "or register it with POST /api/v1/workflows.")
    {
        Facts = new() { ["workflow_id"] = id, ["expected"] = expected, ["given"] = given },
    };

    /// <param name="path">Where to read what is there; null when there is nothing.</param>
    public static Problem PreconditionFailed(string what, string? path) => new(
        ProblemTypes.PreconditionFailed,
        path is null
            ? $"{what} does not exist, so nothing matches; leave If-Match out."
            : $"{what} is another than you have seen; read it again with GET {path}, and send the ETag of its answer.");

    public static Problem WorkflowNotFound(Guid id, string? version = null) => new(
        ProblemTypes.WorkflowNotFound,
        $"No workflow {id}{(version is null ? "" : $" with version {version}")}; GET /api/v1/workflows lists them.")
    {
        Facts = new() { ["workflow_id"] = id },
    };

    /// <param name="target">As the caller named it.</param>
    public static Problem WorkflowNotFound(string target, string? version = null) =>
        Guid.TryParseExact(target, "D", out var id) ? WorkflowNotFound(id, version) : new(
            ProblemTypes.WorkflowNotFound,
            $"No workflow '{target}'{(version is null ? "" : $" with version {version}")}; "
            + "GET /api/v1/workflows lists them.")
        {
            Facts = new() { ["workflow_name"] = target },
        };

    public static Problem AmbiguousWorkflow(string target, IReadOnlyList<NamedWorkflow> found) => new(
        ProblemTypes.AmbiguousWorkflow,
        $"'{target}' may be {string.Join(" or ", found.Select(one => $"{one.Namespace}/{one.Name}"))}; "
        + "give one of these, or the workflow's id.")
    {
        Facts = new() { ["workflow_ids"] = found.Select(one => one.Id.ToString()).ToArray() },
    };

    public static Problem RunNotFound(Guid id) => new(
        ProblemTypes.ExecutionNotFound, $"No execution {id}.")
    {
        Facts = new() { ["execution_id"] = id },
    };

    public static Problem RunNotCancellable(Guid id, RunStatus status) => new(
        ProblemTypes.ExecutionNotCancellable,
        $"Execution {id} is {status.ToJson()}, which is final; only a pending or running one can be cancelled.")
    {
        Facts = new() { ["execution_id"] = id, ["execution_status"] = status.ToJson() },
    };

    public static Problem AgentNotFound(string name) => new(
        ProblemTypes.AgentNotFound, $"No agent '{name}'. {RegisterAgent(name)}")
    {
        Facts = new() { ["name"] = name },
    };

    public static Problem AgentDisabled(string name) => new(
        ProblemTypes.AgentDisabled,
        $"Agent '{name}' is disabled; set enabled to true with PUT /api/v1/agents/{Uri.EscapeDataString(name)}.")
    {
        Facts = new() { ["name"] = name },
    };

    public static Problem AgentsReadOnly(string name, string registry) => new(
        ProblemTypes.AgentsReadOnly,
        $"Agents come from the registry at {registry} (AGENT_REGISTRY_URL); change '{name}' there. What it says is "
        + "read anew when its time is over.")
    {
        Facts = new() { ["name"] = name },
    };

    public static Problem RegistryUnavailable(string reason) => new(
        ProblemTypes.RegistryUnavailable, $"{reason} Try again in a few seconds.") { RetryAfterSeconds = 5 };

    public static Problem AgentNameTaken(string name) => new(
        ProblemTypes.AgentNameTaken,
        $"Somebody else has an agent '{name}'; choose another name.")
    {
        Facts = new() { ["name"] = name },
    };

    public static Problem KeyTaken(string key, Guid runId) => new(
        ProblemTypes.IdempotencyKeyReused,
        $"'{key}' came before with another body or workflow and started {runId}; take a new key for a new request.")
    {
        Facts = new() { ["idempotency_key"] = key, ["execution_id"] = runId },
    };

    public static Problem InputRefused(string sqlState, string reason) => new(
        ProblemTypes.InputRefused,
        $"PostgreSQL says ({sqlState}): {Sentence(reason)}")
    {
        Facts = new() { ["sql_state"] = sqlState },
    };

    public static Problem WebSocketRequired(string path) => new(
        ProblemTypes.WebSocketRequired,
        $"Open {path} as a WebSocket (ws: or wss:); for plain HTTP there is …/events instead of …/progress/ws.");

    public static Problem TooManyConnections(int limit) => new(
        ProblemTypes.TooManyConnections,
        $"{limit} sockets and streams are open here; try again later, or add API processes "
        + "(WORKFLOW_LIVE_CONNECTIONS_MAX).")
    {
        Facts = new() { ["connections_max"] = limit },
        RetryAfterSeconds = 5,
    };

    public static Problem TooManyOwnConnections(int limit) => new(
        ProblemTypes.TooManyConnections,
        $"You have {limit} sockets and streams open here; close some (WORKFLOW_LIVE_CONNECTIONS_PER_USER_MAX).")
    {
        Facts = new() { ["connections_max"] = limit },
        RetryAfterSeconds = 5,
    };

    public static Problem ConcurrencyLimit(RunConcurrency concurrency, IReadOnlyList<Guid> holders) => new(
        ProblemTypes.ConcurrencyLimit,
        $"'{concurrency.Key}' has {concurrency.Limit} open executions or more; wait until one has ended, or start " +
        "with on_limit queue or cancel_oldest.")
    {
        Facts = new()
        {
            ["concurrency_key"] = concurrency.Key,
            ["limit"] = concurrency.Limit,
            ["holders"] = holders.Select(holder => holder.ToString()).ToArray(),
        },
    };

    public static Problem ConcurrencyQueueFull(string key) => new(
        ProblemTypes.ConcurrencyQueueFull,
        $"More executions wait for '{key}' than may (WORKFLOW_INTAKE_CONCURRENCY_QUEUE_MAX); try again later.")
    {
        Facts = new() { ["concurrency_key"] = key },
        RetryAfterSeconds = 5,
    };

    public static Problem BacklogFull(int limit) => new(
        ProblemTypes.BacklogFull,
        $"More than {limit} runs are pending; try again later, or add consumers.")
    {
        Facts = new() { ["backlog_max"] = limit },
        RetryAfterSeconds = 5,
    };

    public static Problem QuotaExceeded(int limit) => new(
        ProblemTypes.QuotaExceeded,
        $"You may have {limit} open runs (WORKFLOW_API_OPEN_RUNS_PER_USER_MAX); wait until some have ended.")
    {
        Facts = new() { ["open_runs_per_user_max"] = limit },
        RetryAfterSeconds = 5,
    };

    public static Problem QueueFull() => new(
        ProblemTypes.BacklogFull,
        "Nothing was started; try again in a moment.")
    {
        RetryAfterSeconds = 1,
    };

    public static Problem DatabaseUnavailable() => new(
        ProblemTypes.DatabaseUnavailable,
        "Try again in a moment; with an Idempotency-Key a start that was already taken is not taken twice.")
    {
        RetryAfterSeconds = 1,
    };

    public static Problem StartingUp() => new(
        ProblemTypes.StartingUp,
        "It waits for its database; GET /healthz says more. Try again in a moment.")
    {
        RetryAfterSeconds = 1,
    };

    public static Problem UnknownProblem(string slug) => new(
        ProblemTypes.NoSuchProblem, $"'{slug}' is no kind of problem; GET /problems lists them.")
    {
        Facts = new() { ["slug"] = slug },
    };

    public static Problem BadRequest(int status, string reason) => new(
        ProblemTypes.BadRequest, Sentence(reason)) { Status = status };

    public static Problem Unexpected(string traceId) => new(
        ProblemTypes.InternalError,
        $"The error is in the service's log under trace_id {traceId}.")
    {
        Facts = new() { ["trace_id"] = traceId },
    };

    public static Problem OfStatus(int status) => new(
        ProblemTypes.Refused, $"Status {status}, without a further reason.");

    private static ProblemError At(DefinitionPlaces places, string pointer, string message)
    {
        var (line, column) = places.Of(pointer);
        return new ProblemError(pointer, line, column, message, null);
    }

    private static string NoWorkflow(WorkflowReference workflow) =>
        $"There is no workflow '{workflow}'. Register it first, with POST /api/v1/workflows.";

    /// <summary>What is said of a call that names no agent.</summary>
    /// <param name="words">What it may have meant.</param>
    public static string NoAgent(string name, IReadOnlyList<string> words) =>
        Spelling.Nearest(name, words) is { } near
            ? $"There is no agent '{name}'; did you mean '{near}'? If not, register it with {AgentRoute(name)}."
            : $"There is no agent '{name}'. {RegisterAgent(name)}";

    private static string RegisterAgent(string name) => $"Register it with {AgentRoute(name)}.";

    private static string AgentRoute(string name) =>
        $"PUT /api/v1/agents/{Uri.EscapeDataString(name)}";

    private static string More(int count) => count > 1 ? $" ({count} errors in all)" : "";

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
