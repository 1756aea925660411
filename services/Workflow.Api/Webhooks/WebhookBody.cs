using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Database.Webhooks;
using Workflow.Outgoing;

namespace Workflow.Api.Webhooks;

/// <summary>What callers say about a receiver, registered or named by a start.</summary>
public static class WebhookBody
{
    private const int HeadersMax = 16;

    private static readonly string[] OurHeaders =
    [
        "host", "connection", "content-length", "content-type", "transfer-encoding", "upgrade", "te", "trailer",
        "expect", "keep-alive", "user-agent", Signature.IdHeader, Signature.TimestampHeader, Signature.Header,
    ];

    private static readonly TextField Url = new("url", "Where requests are posted to: http or https.", 2_000)
    {
        IsRequired = true,
        Example = "https://hooks.example/workflow",
    };

    private static readonly TextsField Events = new(
        "events", "What to tell of; `ended` stands for completed, failed and cancelled, and is the default.",
        WebhookEvents.All.Length)
    {
        Values = WebhookEvents.All,
    };

    private static readonly TextField Secret = new("secret", $"Key of the signature: {Signature.Expected}.", 200);

    private static readonly LabelsField Headers = new(
        "headers", $"Up to {HeadersMax} further headers of every request.");

    private static readonly UuidField WorkflowId = new(
        "workflow_id", "Only runs of this workflow; left out for all of yours.");

    private static readonly TextField Description = new("description", "For people.", 500);

    /// <summary>A webhook to register.</summary>
    public static readonly BodyShape Registration = new(Url, Events, WorkflowId, Secret, Headers, Description)
    {
        Example = """{"url": "https://hooks.example/workflow", "events": ["ended"]}""",
    };

    /// <summary>The member <c>webhook</c> of a start.</summary>
    public static readonly BodyShape OfRun = new(Url, Events, Secret, Headers)
    {
        Example = """{"url": "https://hooks.example/workflow", "events": ["ended", "progress"]}""",
    };

    /// <param name="secret">Given to a registered webhook that brings none.</param>
    /// <returns>Null when there are errors.</returns>
    public static WebhookRow? ReadRegistration(
        FieldValues body, DestinationRules rules, Guid id, string ownerId, string secret, List<ProblemError> errors) =>
        Read(body, rules, "", errors) is not { } hook ? null : new WebhookRow(
            id, ownerId, body.OrNull(WorkflowId), hook.Url, hook.Host, hook.Events, hook.Headers,
            hook.Secret ?? secret, body.Get(Description), default);

    /// <param name="at">JSON pointer of the members.</param>
    /// <returns>Null when there are errors.</returns>
    public static RunWebhook? Read(
        FieldValues body, DestinationRules rules, string at, List<ProblemError> errors)
    {
        var (text, secret, headers) = (body.Get(Url)!, body.Get(Secret), body.Get(Headers));
        if (!OutgoingUrl.TryRead(text, rules, out var url, out var fault))
        {
            errors.Add(new ProblemError(at + "/url", null, null, fault, OutgoingUrl.Expected));
        }

        if (secret is not null && !Signature.IsUsable(secret))
        {
            errors.Add(new ProblemError(
                at + "/secret", null, null, "It is too short, or no Base64 after whsec_.", Signature.Expected));
        }

        if (headers?.FirstOrDefault(header => !IsFine(header)) is { Key: { } wrong })
        {
            errors.Add(new ProblemError(
                at + "/headers", null, null, $"The header '{wrong}' cannot be sent.",
                "names of letters, digits and dashes with printable ASCII values; none of "
                + string.Join(", ", OurHeaders)));
        }
        else if (headers?.Count > HeadersMax)
        {
            errors.Add(new ProblemError(at + "/headers", null, null, $"There are {headers.Count}.", Headers.Expected));
        }

        var events = body.Get(Events);
        return errors.Count > 0 ? null : new RunWebhook(
            url!.AbsoluteUri, url.Authority.ToLowerInvariant(),
            events is null or [] ? [WebhookEvents.Ended] : [.. events.Distinct()], headers, secret);
    }

    private static bool IsFine(KeyValuePair<string, string> header) =>
        header.Key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && header.Value.All(c => c is >= ' ' and <= '~')
        && !OurHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase);
}
