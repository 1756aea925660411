using Workflow.Api.Http;

namespace Workflow.Api.Operations.Drain;

/// <summary>Errors about draining consumers.</summary>
public static class DrainProblems
{
    public static Problem NotFound(string id) => new(
        ProblemTypes.ConsumerNotFound,
        $"No consumer '{id}' has left a sign of life within a minute; GET /api/v1/consumers lists them.")
    {
        Facts = new() { ["consumer_id"] = id },
    };

    public static Problem NotDrainable(string id, string kind) => new(
        ProblemTypes.ConsumerNotDrainable,
        $"'{id}' is a {kind}, which owns no shards; end it with SIGTERM: it finishes its calls before it goes.")
    {
        Facts = new() { ["consumer_id"] = id, ["kind"] = kind },
    };

    public static Problem LastConsumer(string id) => new(
        ProblemTypes.LastConsumer,
        $"No other consumer is alive that would take the shards of '{id}', so no run would execute; start or resume "
        + "another one, or say \"force\": true.")
    {
        Facts = new() { ["consumer_id"] = id },
    };
}
