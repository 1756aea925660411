using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Options;
using Workflow.Api.Webhooks;
using Workflow.Database.Webhooks;
using Workflow.Model;
using Workflow.Outgoing;

namespace Workflow.Api.Executions.Starting;

/// <summary>Whom a start wants told about its run, beside the owner's registered webhooks.</summary>
public sealed class StartWebhook(DestinationRules rules, ApiOptions options)
{
    private static readonly ShapeField Webhook = new(
        "webhook", "Whom to tell when it ends or moves on.", WebhookBody.OfRun);

    private static readonly TextField CallbackUrl = new(
        "callback_url", "Where to tell of its end, unsigned: short for `webhook` with nothing but a URL.", 2_000);

    public static readonly IReadOnlyList<Field> Fields = [Webhook, CallbackUrl];

    /// <param name="at">JSON pointer of the start within its body.</param>
    /// <returns>The receiver as a run keeps it, empty for none; or what is wrong with it.</returns>
    public (RawJson Receiver, Problem? Problem) Read(FieldValues body, string at = "")
    {
        if (body.Get(CallbackUrl) is { } url)
        {
            return body.Has(Webhook)
                ? (default, Problems.InvalidBody(
                    $"{at}/callback_url", "webhook is there too.", $"{Webhook.Name} or {CallbackUrl.Name}, not both"))
                : OfUrl(url, at);
        }

        if (!body.Has(Webhook))
        {
            return default;
        }

        var members = new FieldValues();
        if (WebhookBody.OfRun.Read(body.Get(Webhook).Utf8, options.JsonDepthMax, members, $"{at}/webhook") is { } wrong)
        {
            return (default, wrong);
        }

        var errors = new List<ProblemError>();
        return WebhookBody.Read(members, rules, $"{at}/webhook", errors) is { } hook
            ? (hook.ToJson(), null)
            : (default, Problems.InvalidBody(errors));
    }

    private (RawJson Receiver, Problem? Problem) OfUrl(string text, string at) =>
        OutgoingUrl.TryRead(text, rules, out var url, out var fault)
            ? (new RunWebhook(url.AbsoluteUri, url.Authority.ToLowerInvariant(), [WebhookEvents.Ended], null, null)
                .ToJson(), null)
            : (default, Problems.InvalidBody($"{at}/callback_url", fault, OutgoingUrl.Expected));
}
