using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;
using Workflow.Cli.Runs;

namespace Workflow.Cli.Batches;

/// <summary><c>workflow batches cancel</c>, <c>retry</c> and <c>start</c>.</summary>
internal static class CreateBatch
{
    public static Command OfRuns(string verb, string description)
    {
        var filter = new RunFilter(TimeProvider.System);
        var ids = RunIds.Many();
        ids.Arity = ArgumentArity.ZeroOrMore;
        var dryRun = DryRun();
        var reason = ReasonOption.Build();
        return filter.AddTo(new ApiCommand(verb, description, async call =>
        {
            var chosen = filter.Body(call);
            var named = call.Value(ids) is { Length: > 0 } some
                ? new JsonArray([.. some.Select(run => JsonValue.Create(run.ToString()))])
                : null;
            if ((chosen.Count == 0) == (named is null))
            {
                throw new InputException(
                    $"Say which runs to {verb}: by their ids, or by filters such as --status failed --since 1d.");
            }

            var answer = await call.PostAsync("api/v1/batches", Inputs.Body(
                ("verb", verb), ("ids", named), ("filter", named is null ? chosen : null),
                ("dry_run", call.Value(dryRun) ? true : null), ("reason", call.Value(reason))));
            call.Print.Record(answer);
        })
        {
            ids, dryRun, reason,
        });
    }

    public static Command OfStarts()
    {
        var items = new Argument<string>("items")
        {
            Description = "What to start: a JSON list of objects with target_id and inputs, or @ and a file.",
        };
        var dryRun = DryRun();
        var reason = ReasonOption.Build();
        return new ApiCommand("start", "Starts many runs.", async call =>
        {
            if (Inputs.Json("items", call.Value(items)) is not JsonArray list)
            {
                throw new InputException("items: give a JSON list such as [{\"target_id\": \"greet\"}].");
            }

            call.Print.Record(await call.PostAsync("api/v1/batches", Inputs.Body(
                ("verb", "start"), ("items", list), ("dry_run", call.Value(dryRun) ? true : null),
                ("reason", call.Value(reason)))));
        })
        {
            items, dryRun, reason,
        };
    }

    private static Option<bool> DryRun() => new("--dry-run") { Description = "Only count what it would be done to." };
}
