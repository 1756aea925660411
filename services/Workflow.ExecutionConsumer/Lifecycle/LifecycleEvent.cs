using System.Text.Json;
using Workflow.Database.Queries;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Lifecycle;

/// <summary>A lifecycle event, as a CloudEvent in JSON. The same change has the same source and id whenever it is
/// told.</summary>
/// <param name="Type">Without the prefix that all have and the version.</param>
/// <param name="At">When it happened.</param>
internal sealed record LifecycleEvent(string Type, DateTimeOffset At, byte[] Json)
{
    /// <summary>Beginning of every type.</summary>
    public const string TypePrefix = "io.serverlessworkflow.";

    private const string SourcePrefix = "/api/v1/executions/";

    /// <param name="detail">Tells it from other events of the same type and revision; empty if there are
    /// none.</param>
    /// <param name="data">Writes the members of the data.</param>
    public static LifecycleEvent Of(
        LifecycleRun run, long revision, string type, string detail, DateTimeOffset at, Action<Utf8JsonWriter> data)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", $"{revision}/{type}{detail}");
            json.WriteString("source", SourceOf(run.RunId));
            json.WriteString("type", $"{TypePrefix}{type}.v1");
            json.WriteString("subject", run.RunId);
            json.WriteString("time", at);
            json.WriteString("datacontenttype", "application/json");
            json.WriteStartObject("data");
            data(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new LifecycleEvent(type, at, buffer.ToArray());
    }

    /// <summary>The run that a lifecycle event tells of; null for other events.</summary>
    public static Guid? RunOf(string type, string source) =>
        type.StartsWith(TypePrefix, StringComparison.Ordinal)
        && source.StartsWith(SourcePrefix, StringComparison.Ordinal)
        && Guid.TryParseExact(source.AsSpan(SourcePrefix.Length), "D", out var found)
            ? found
            : null;

    private static string SourceOf(Guid runId) => $"{SourcePrefix}{runId:D}";
}
