using Workflow.Api.Executions.Reading;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Database.Batches;
using Workflow.Model;

namespace Workflow.Api.Batches;

/// <summary>A request for a batch, read and checked as far as the body alone allows.</summary>
/// <param name="Ids">Each once; null when the runs are chosen by a filter, or started.</param>
/// <param name="Filter">Empty when there is none.</param>
/// <param name="Items">What to start; null for other verbs.</param>
public sealed record BatchRequest(
    string Verb, IReadOnlyList<Guid>? Ids, RawJson Filter, IReadOnlyList<RawJson>? Items, bool IsDryRun,
    int Concurrency, string? Reason);

/// <summary>The body that asks for a batch.</summary>
public static class BatchBody
{
    private const int ConcurrencyUsual = 4;
    private const int IdsMost = 100_000;

    private static readonly ChoiceField Verb = new("verb", "What is done for each item.", BatchVerb.All)
    {
        IsRequired = true,
    };

    private static readonly TextsField Ids = new(
        "ids", "Executions to cancel or retry; give them or a filter.", IdsMost, 36);

    private static readonly ShapeField Filter = new(
        "filter", "Chooses the executions to cancel or retry, as the list of executions does. Which they are is fixed "
        + "when the batch is made.", BatchFilter.Shape);

    private static readonly ShapesField Items = new("items", "What to start.", StartItem.Shape);

    private static readonly FlagField DryRun = new("dry_run", "True only counts.");

    private static readonly NumberField Concurrency = new(
        "concurrency", "Items that are worked on at a time.", 1, 1_000) { Default = ConcurrencyUsual };

    private static readonly TextField Reason = new("reason", "Why, for people.", 1_000);

    public static readonly BodyShape Shape = new(Verb, Ids, Filter, Items, DryRun, Concurrency, Reason)
    {
        Example = """
            {"verb": "cancel", "filter": {"status": ["pending"], "workflow_name": "nightly-report"}, "dry_run": true,
             "reason": "started by mistake"}
            """,
    };

    /// <returns>Null when there are errors.</returns>
    public static BatchRequest? Read(FieldValues body, BatchOptions limits, List<ProblemError> errors)
    {
        var verb = body.Get(Verb)!;
        var isStart = verb == BatchVerb.Start;
        Check(isStart && !body.Has(Items), Items.Name, "items is missing.", "a list of what to start", errors);
        const string own = "A start makes executions of its own.";
        Check(isStart && body.Has(Ids), Ids.Name, own, "items instead", errors);
        Check(isStart && body.Has(Filter), Filter.Name, own, "items instead", errors);
        Check(!isStart && body.Has(Items), Items.Name, $"To {verb} takes executions.", "ids or filter instead", errors);
        Check(
            !isStart && body.Has(Ids) == body.Has(Filter), Ids.Name, "It says nothing, or too much, about which ones.",
            "either ids or filter", errors);
        var concurrency = (int)body.Get(Concurrency, ConcurrencyUsual);
        Check(
            concurrency > limits.ConcurrencyMax, Concurrency.Name, $"{concurrency} is more than allowed.",
            $"1 to {limits.ConcurrencyMax}", errors);
        var ids = IdsOf(body.Get(Ids), errors);
        return errors.Count > 0 ? null : new BatchRequest(
            verb, ids, body.Get(Filter), isStart ? StartItem.Split(body.Get(Items)) : null, body.Get(DryRun),
            concurrency, body.Get(Reason));
    }

    /// <summary>Each id once; texts that are none become errors.</summary>
    internal static IReadOnlyList<Guid>? IdsOf(IReadOnlyList<string>? texts, List<ProblemError> errors)
    {
        if (texts is null)
        {
            return null;
        }

        var ids = new List<Guid>(texts.Count);
        for (var i = 0; i < texts.Count && errors.Count < 10; i++)
        {
            if (Guid.TryParseExact(texts[i], "D", out var id))
            {
                ids.Add(id);
            }
            else
            {
                errors.Add(new ProblemError($"/ids/{i}", null, null, $"'{texts[i]}' is no UUID.", "a UUID"));
            }
        }

        return [.. ids.Distinct()];
    }

    private static void Check(
        bool isWrong, string member, string message, string expected, List<ProblemError> errors)
    {
        if (isWrong)
        {
            errors.Add(new ProblemError("/" + member, null, null, message, expected));
        }
    }
}
