using Workflow.Api.Http.Fields;
using Workflow.Database.Intake;
using Workflow.Model;

namespace Workflow.Api.Executions.Starting;

/// <summary>What every start may carry, under the same names on every surface.</summary>
public static class StartFields
{
    private const int YearSeconds = 31_536_000;

    private static readonly TextField Version = new(
        "version", "Version of the workflow to run; the latest when left out.", 256) { Example = "1.0.0" };

    private static readonly LabelsField Labels = new("labels", "Pairs to find it by later.");

    private static readonly TextField BusinessKey = new(
        "business_key", "Your own identifier of what it is about, such as an order number.", 255);

    private static readonly NumberField Priority = new(
        "priority", "Higher starts first when executions are waiting.", -100, 100) { Default = 0 };

    private static readonly TimeField StartAt = new("start_at", "Not to be started before; a past time means at once.");

    private static readonly NumberField QueueTimeoutSeconds = new(
        "queue_timeout_seconds", "It fails when it has waited for its start so long, counted from start_at.", 1,
        YearSeconds);

    /// <summary>A surface's own fields, followed by these.</summary>
    public static Field[] After(params Field[] own) =>
    [
        .. own, Version, Labels, BusinessKey, Priority, StartAt, QueueTimeoutSeconds, StartConcurrency.Field,
        .. StartWebhook.Fields,
    ];

    /// <param name="webhook">As <see cref="StartWebhook"/> read it.</param>
    /// <param name="concurrency">As <see cref="StartConcurrency"/> read it.</param>
    public static StartTerms Read(FieldValues body, RawJson webhook, RunConcurrency? concurrency) => new()
    {
        Version = body.Get(Version),
        Labels = body.Get(Labels) ?? StartTerms.NoLabels,
        BusinessKey = body.Get(BusinessKey),
        Priority = (short)body.Get(Priority),
        StartAt = body.OrNull(StartAt),
        QueueTimeoutSeconds = (int?)body.OrNull(QueueTimeoutSeconds),
        Webhook = webhook,
        Concurrency = concurrency,
    };
}
