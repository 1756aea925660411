using System.Text.Json;
using Workflow.Database.Queries;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Lifecycle;

/// <summary>How the DSL calls a run: <c>name-id.namespace</c>.</summary>
internal sealed class QualifiedName
{
    private readonly LifecycleRun _run;
    private readonly string _namespace;
    private readonly string _version;

    public QualifiedName(LifecycleRun run)
    {
        _run = run;
        var document = run.Namespace is null || run.Version is null ? DocumentOf(run.Plan) : default;
        _namespace = run.Namespace ?? TextOf(document, "namespace") ?? "default";
        _version = run.Version ?? TextOf(document, "version") ?? "0.0.0";
        Name = $"{run.Name}-{run.RunId:D}.{_namespace}";
    }

    public string Name { get; }

    /// <summary>Which definition the run executes.</summary>
    public void Definition(Utf8JsonWriter json)
    {
        json.WriteStartObject("definition");
        json.WriteString("name", _run.Name);
        json.WriteString("namespace", _namespace);
        json.WriteString("version", _version);
        json.WriteEndObject();
    }

    /// <summary>A plan that cannot be read is none: its run has failed, which is what there is to tell.</summary>
    private static JsonElement DocumentOf(RawJson plan)
    {
        try
        {
            using var json = JsonDocument.Parse(plan.Utf8, new JsonDocumentOptions { MaxDepth = 1_000 });
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("document", out var document)
                && document.ValueKind == JsonValueKind.Object
                    ? document.Clone()
                    : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? TextOf(JsonElement document, string name)
    {
        try
        {
            return document.ValueKind == JsonValueKind.Object && document.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }
}
