using System.Text;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Definitions.Syntax;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Api.Signals;

/// <summary>Publishes events for all executions of the caller that listen for them.</summary>
public static class EventEndpoints
{
    /// <summary>What a message holds besides the event's data.</summary>
    private const int EnvelopeBytes = 64 * 1024;

    private static readonly TextField Type = new("type", "What has happened; what filters look at first.")
    {
        IsRequired = true,
    };

    private static readonly TextField Id = new("id", "With source: makes the same event, sent again, count once.");

    private static readonly BodyShape Body = new(
        Type, Id, SignalEndpoints.Source, SignalEndpoints.Subject, SignalEndpoints.Time, SignalEndpoints.ContentType,
        SignalEndpoints.DataSchema, SignalEndpoints.Version, SignalEndpoints.Data)
    {
        Example = """
            {"type": "com.example.paid", "source": "/shop", "id": "payment-17", "data": {"order": 4, "amount": 12}}
            """,
    };

    // Structured mode of the CloudEvents binding for Kafka: the whole event is the message.
    private static readonly MessageHeader Structured =
        new("content-type", "application/cloudevents+json; charset=UTF-8");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/events", PublishAsync)
            .Describe(SignalEndpoints.Tag, "Publish an event to the executions that listen for it")
            .Needs(Scopes.RunsWrite)
            .TakesBody(Body)
            .Answers<PublishedEvent>(202, "It is on the topic of events.")
            .Refuses(ProblemTypes.SignalTooLarge, ProblemTypes.BrokerUnavailable);

    private static async Task<IResult> PublishAsync(
        Caller caller, HttpRequest request, MessageProducer producer, KafkaOptions kafka, SignalOptions limits,
        ApiOptions options, TimeProvider time)
    {
        var (body, refusal) = await Body.ReadAsync(request, options);
        if (refusal is not null)
        {
            return refusal;
        }

        var type = body.Get(Type)!;
        if (type.StartsWith(ApprovalSpec.ReservedTypes, StringComparison.Ordinal))
        {
            return SignalProblems.Reserved(type);
        }

        var data = body.Get(SignalEndpoints.Data);
        var bytesMax = Math.Min(limits.DataBytesMax, kafka.BodyBytesMax - EnvelopeBytes);
        if (data.Utf8.Length > bytesMax)
        {
            return SignalProblems.TooLarge(data.Utf8.Length, bytesMax);
        }

        var now = time.GetUtcNow();
        var (id, source) = (
            body.Get(Id) ?? Guid.CreateVersion7(now).ToString(), body.Get(SignalEndpoints.Source) ?? "/api");
        var subject = body.Get(SignalEndpoints.Subject);
        var cloudEvent = CloudEventText.Of(
            body.OrNull(SignalEndpoints.Time) ?? now, data, ("id", id), ("source", source), ("type", type),
            ("subject", subject), ("datacontenttype", body.Get(SignalEndpoints.ContentType)),
            ("dataschema", body.Get(SignalEndpoints.DataSchema)), ("sentby", caller.OwnerId));
        var delivery = await producer.SendAsync(
            Topics.Events, null, Encoding.UTF8.GetBytes(subject ?? id), cloudEvent.Utf8.ToArray(), Structured,
            new MessageHeader(MessageHeaders.Owner, caller.OwnerId));
        return delivery.Stored
            ? TypedResults.Accepted((string?)null, new PublishedEvent(id, source, type))
            : SignalProblems.NotPublished(delivery.Reason ?? "no answer");
    }
}
