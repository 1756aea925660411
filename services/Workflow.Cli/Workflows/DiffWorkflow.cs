using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Workflows;

/// <summary><c>workflow workflows diff</c>.</summary>
internal static class DiffWorkflow
{
    private const string Description =
        "Tells in what two versions of a workflow differ. Ends with 0 if in nothing, 1 if in something.";

    public static Command Build()
    {
        var name = WorkflowNames.Argument();
        var from = new Argument<string>("from") { Description = "The older version." };
        var to = new Argument<string?>("to")
        {
            Description = "The newer version; the latest when left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return new ApiCommand("diff", Description, async call =>
        {
            var id = await WorkflowNames.IdOfAsync(call, call.Value(name));
            var left = await call.GetAsync(Query.Of($"api/v1/workflows/{id}", ("version", call.Value(from))));
            var right = await call.GetAsync(Query.Of($"api/v1/workflows/{id}", ("version", call.Value(to))));
            return Tell(call, left, right);
        })
        {
            name, from, to,
        };
    }

    private static int Tell(ApiCall call, JsonNode? left, JsonNode? right)
    {
        var changes = DocumentDiff.Of(left.At("document"), right.At("document"));
        var answer = new JsonObject
        {
            ["name"] = left.TextAt("name"),
            ["from"] = left.TextAt("version"),
            ["to"] = right.TextAt("version"),
            ["changes"] = new JsonArray([.. changes.Select(change => change.ToJson())]),
        };
        call.Print.Told(answer, () => changes.Count == 0
            ? "No difference."
            : string.Join('\n', changes.Select(change => change.ToText())));
        return changes.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}
