using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Bench.Measures;

namespace Workflow.Bench.Report;

/// <summary>Every value of every round, with least, middle and greatest.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(IReadOnlyList<Figure> figures) => new JsonArray(
    [
        .. from figure in figures
           group figure.Value by (figure.Workload, figure.Kind, figure.Name) into values
           select new JsonObject
           {
               ["workload"] = values.Key.Workload,
               ["kind"] = values.Key.Kind,
               ["figure"] = values.Key.Name,
               ["min"] = values.Min(),
               ["median"] = Series.Median(values),
               ["max"] = values.Max(),
               ["values"] = new JsonArray([.. values.Select(value => (JsonNode)value)]),
           },
    ]).ToJsonString(Indented);
}
