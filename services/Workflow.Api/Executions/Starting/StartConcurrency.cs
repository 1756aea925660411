using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Database.Intake;

namespace Workflow.Api.Executions.Starting;

/// <summary>The member <c>concurrency</c> of a start.</summary>
public static class StartConcurrency
{
    private static readonly TextField Key = new(
        "key", "Your executions with the same key count together; any text.", 255) { IsRequired = true };

    private static readonly NumberField Limit = new(
        "limit", "How many of them may be started and not ended at a time; it counts for this execution.", 1, 10_000)
    {
        Default = 1,
    };

    private static readonly ChoiceField OnLimit = new(
        "on_limit", "Without a free slot: wait, cancel the oldest that has one, or refuse the start.", OnLimits.All)
    {
        Default = OnLimits.Queue,
    };

    private static readonly BodyShape Shape = new(Key, Limit, OnLimit)
    {
        Example = """{"key": "customer-17", "limit": 2, "on_limit": "queue"}""",
    };

    public static readonly ShapeField Field = new(
        "concurrency", "How many executions with the same key may be under way at a time.", Shape);

    /// <param name="at">JSON pointer of the start within its body.</param>
    /// <returns>Null for none; or what is wrong with it.</returns>
    public static (RunConcurrency? Concurrency, Problem? Problem) Read(FieldValues body, int depthMax, string at = "")
    {
        if (!body.Has(Field))
        {
            return default;
        }

        var members = new FieldValues();
        return Shape.Read(body.Get(Field).Utf8, depthMax, members, $"{at}/concurrency") is { } wrong
            ? (null, wrong)
            : (new RunConcurrency(
                members.Get(Key)!, (int)members.Get(Limit, Limit.Default!.Value), members.Get(OnLimit, OnLimits.Queue)),
                null);
    }
}
