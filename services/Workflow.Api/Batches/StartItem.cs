using System.Text.Json;
using Workflow.Api.Executions.Starting;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Options;
using Workflow.Model;

namespace Workflow.Api.Batches;

/// <summary>Reads an item that starts an execution.</summary>
public sealed class StartItem(StartWebhook webhook, ApiOptions options)
{
    private static readonly ChoiceField Type = new("type", "What is run.", [.. RunType.All])
    {
        Default = RunType.Workflow,
    };

    private static readonly TextField Target = new(
        "target_id", "Name of the agent; or id, name or namespace/name of the workflow or pipeline.", 400)
    {
        IsRequired = true,
    };

    private static readonly ObjectField Inputs = new("inputs", "The input of the run.");

    private static readonly TextField IdempotencyKey = new(
        "idempotency_key", "As the Idempotency-Key of a start of its own; else the batch takes care.", 255);

    public static readonly BodyShape Shape = new(StartFields.After(Type, Target, Inputs, IdempotencyKey));

    /// <summary>Reads one item.</summary>
    /// <param name="at">Its JSON pointer within the body.</param>
    /// <param name="ownKey">Key of an item that brings none.</param>
    public (StartRequest? Request, Problem? Problem) Read(RawJson item, string at, string ownKey)
    {
        var values = new FieldValues();
        if (Shape.Read(item.Utf8, options.JsonDepthMax, values, at) is { } wrong)
        {
            return (null, wrong);
        }

        var (receiver, problem) = webhook.Read(values, at);
        var (concurrency, fault) = StartConcurrency.Read(values, options.JsonDepthMax, at);
        problem ??= fault;
        return problem is not null ? (null, problem) : (new StartRequest(
            values.Get(Type, RunType.Workflow), values.Get(Target)!, values.Get(Inputs),
            StartFields.Read(values, receiver, concurrency), values.Get(IdempotencyKey) ?? ownKey), null);
    }

    /// <summary>Cuts an array into its elements.</summary>
    public static List<RawJson> Split(RawJson array)
    {
        var items = new List<RawJson>();
        var reader = new Utf8JsonReader(array.Utf8.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(new RawJson(array.Utf8[start..(int)reader.BytesConsumed]));
        }

        return items;
    }
}
