using System.Globalization;
using Workflow.Definitions;
using Workflow.Model;

namespace Workflow.Api.Http;

/// <summary>Every error that callers get. A <c>type</c> never changes its meaning; <c>detail</c> says what to
/// do.</summary>
public static class Problems
{
    private const string Types = "/problems/";

    public static Problem NoRoute(string method, string path) => new(
        Types + "no-such-route", "There is nothing at this path.", 404,
        $"{method} {path} is no route of this API; check the path.");

    public static Problem MethodNotAllowed(string method, string path, string allowed) => new(
        Types + "method-not-allowed", "The path does not take this method.", 405,
        $"{path} does not take {method}; use {allowed}.");

    public static Problem UnsupportedMediaType(string? given, IReadOnlyList<string> taken) => new(
        Types + "unsupported-media-type", "The body's media type is not taken here.", 415,
        $"Content-Type is '{given}'; send UTF-8 text with one of {string.Join(", ", taken)} "
        + $"(for curl: -H 'Content-Type: {taken[0]}').");

    public static Problem EncodedBody(string encoding) => new(
        Types + "unsupported-content-encoding", "The body is compressed.", 415,
        $"Content-Encoding is '{encoding}'; send the body as it is.");

    public static Problem BodyTooLarge(int bytesMax) => new(
        Types + "body-too-large", "The body is too large.", 413,
        $"The body has more than {bytesMax} bytes; send less, or raise WORKFLOW_API_BODY_BYTES_MAX.")
    {
        Facts = new() { ["body_bytes_max"] = bytesMax },
    };

    public static Problem MalformedJson(long line, long position, string reason) => new(
        Types + "malformed-json", "The body is not JSON.", 400,
        $"Line {line}, byte {position}: {Sentence(reason)}")
    {
        Facts = new() { ["line"] = line, ["position"] = position },
    };

    public static Problem NotUtf8(int offset) => new(
        Types + "malformed-json", "The body is not JSON.", 400,
        $"The body is not UTF-8 from byte {offset} on; send UTF-8.")
    {
        Facts = new() { ["offset"] = offset },
    };

    public static Problem JsonTooDeep(int depthMax) => new(
        Types + "json-too-deep", "The body is nested too deeply.", 422,
        $"Objects and arrays may lie within each other {depthMax} times; flatten the body, "
        + "or raise WORKFLOW_API_JSON_DEPTH_MAX.")
    {
        Facts = new() { ["json_depth_max"] = depthMax },
    };

    public static Problem NotAnObject() => new(
        Types + "invalid-body", "The body is not as expected.", 422, "The body must be a JSON object.");

    public static Problem MemberTwice(string name) => new(
        Types + "invalid-body", "The body is not as expected.", 422,
        $"The member '{name}' stands twice; keep one of them.");

    public static Problem InvalidBody(IReadOnlyList<ProblemError> errors) => new(
        Types + "invalid-body", "The body is not as expected.", 422,
        $"{errors[0].Pointer}: {errors[0].Message}{More(errors.Count)}")
    {
        Facts = new() { ["errors"] = errors.ToArray() },
    };

    public static Problem InvalidParameter(string name, string value, string remedy) => new(
        Types + "invalid-parameter", "A parameter has a value that is not taken.", 422,
        $"{name} is '{value}'. {remedy}")
    {
        Facts = new() { ["parameter"] = name, ["value"] = value },
    };

    public static Problem InvalidDefinition(IReadOnlyList<DefinitionError> errors, int found) => new(
        Types + "invalid-definition", "The definition is not valid.", 422, errors[0] + More(found))
    {
        Facts = new()
        {
            ["errors"] = errors.Select(error => new ProblemError(
                error.Pointer, error.Line, error.Column, error.Message, error.Expected)).ToArray(),
            ["errors_found"] = found,
        },
    };

    public static Problem UnknownAgents(IReadOnlyList<(string Agent, string Pointer)> calls) => new(
        Types + "unknown-agent", "The definition calls an agent that is not registered.", 422,
        $"{calls[0].Pointer} calls '{calls[0].Agent}'. {RegisterAgent(calls[0].Agent)}{More(calls.Count)}")
    {
        Facts = new()
        {
            ["errors"] = calls.Select(call => new ProblemError(
                call.Pointer, null, null, $"There is no agent '{call.Agent}'. {RegisterAgent(call.Agent)}",
                null)).ToArray(),
        },
    };

    public static Problem VersionExists(Guid id, string name, string version) => new(
        Types + "version-exists", "The version is registered with another document.", 409,
        $"'{name}' has a version {version} already and versions never change; raise document.version.")
    {
        Facts = new() { ["workflow_id"] = id, ["version"] = version },
    };

    public static Problem WorkflowNotFound(Guid id, string? version = null) => new(
        Types + "workflow-not-found", "There is no such workflow.", 404,
        $"No workflow {id}{(version is null ? "" : $" with version {version}")}; GET /api/v1/workflows lists them.")
    {
        Facts = new() { ["workflow_id"] = id },
    };

    public static Problem RunNotFound(Guid id) => new(
        Types + "execution-not-found", "There is no such execution.", 404, $"No execution {id}.")
    {
        Facts = new() { ["execution_id"] = id },
    };

    public static Problem AgentNotFound(string name) => new(
        Types + "agent-not-found", "There is no such agent.", 404, $"No agent '{name}'. {RegisterAgent(name)}")
    {
        Facts = new() { ["name"] = name },
    };

    public static Problem AgentNameTaken(string name) => new(
        Types + "agent-name-taken", "The agent's name is taken.", 409,
        $"Somebody else has an agent '{name}'; choose another name.")
    {
        Facts = new() { ["name"] = name },
    };

    public static Problem KeyTaken(string key, Guid runId) => new(
        Types + "idempotency-key-reused", "The Idempotency-Key stands for another request.", 422,
        $"'{key}' came before with another body or workflow and started {runId}; take a new key for a new request.")
    {
        Facts = new() { ["idempotency_key"] = key, ["execution_id"] = runId },
    };

    public static Problem InputRefused(string sqlState, string reason) => new(
        Types + "input-refused", "The database refuses the request's content.", 422,
        $"PostgreSQL says ({sqlState}): {Sentence(reason)}")
    {
        Facts = new() { ["sql_state"] = sqlState },
    };

    public static Problem BacklogFull(int limit) => new(
        Types + "backlog-full", "Too many runs are waiting.", 429,
        $"More than {limit} runs are pending; try again later, or add consumers.")
    {
        Facts = new() { ["backlog_max"] = limit },
        RetryAfterSeconds = 5,
    };

    public static Problem QueueFull() => new(
        Types + "backlog-full", "Too many starts are waiting for the database.", 429,
        "Nothing was started; try again in a moment.")
    {
        RetryAfterSeconds = 1,
    };

    public static Problem DatabaseUnavailable() => new(
        Types + "database-unavailable", "The database does not answer.", 503,
        "Try again in a moment; with an Idempotency-Key a start that was already taken is not taken twice.")
    {
        RetryAfterSeconds = 1,
    };

    public static Problem StartingUp() => new(
        Types + "starting-up", "The service is not ready yet.", 503,
        "It waits for its database; GET /healthz says more. Try again in a moment.")
    {
        RetryAfterSeconds = 1,
    };

    public static Problem BadRequest(int status, string reason) => new(
        Types + "bad-request", "The request is not valid HTTP.", status, Sentence(reason));

    public static Problem Unexpected(string traceId) => new(
        Types + "internal-error", "Something went wrong here.", 500,
        $"The error is in the service's log under trace_id {traceId}.")
    {
        Facts = new() { ["trace_id"] = traceId },
    };

    public static Problem OfStatus(int status) => new(
        Types + "http-" + status.ToString(CultureInfo.InvariantCulture), "The request was refused.", status,
        $"Status {status}, without a further reason.");

    private static string RegisterAgent(string name) =>
        $"Register it with PUT /api/v1/agents/{Uri.EscapeDataString(name)}.";

    private static string More(int count) => count > 1 ? $" ({count} errors in all)" : "";

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
