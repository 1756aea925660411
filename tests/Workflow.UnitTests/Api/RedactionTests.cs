using System.Reflection;
using System.Text.Json.Serialization;
using Workflow.Api.Http;
using Workflow.Api.Redaction;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Api;

/// <summary>What of payloads is shown.</summary>
public sealed class RedactionTests
{
    private const string Payload = """
        {"customer": {"iban": "DE1", "name": "A\ud800"}, "items": [{"card": 1, "n": 1.50}, {"card": {"no": [2]}}],
         "iban": null, "deep": [[{"iban": ["x"]}]], "odd key": true}
        """;

    /// <summary>Members that hold no payload of a run.</summary>
    private static readonly string[] Others =
    [
        "WorkflowDetail.Document", "ScheduleDetail.Input", "ScheduleDetail.Labels", "AuditItem.Detail",
        "BatchDetail.Filter", "ExecutionStep.Metadata", "ExecutionStatusV1.Labels", "CancelledExecution.OutputData",
        "ListedExecution.Labels", "AgentDetail.InputSchema", "AgentDetail.OutputSchema", "AgentDetail.Retry",
        "ScheduleDetail.On", "SimulatedStep.Metadata",
        // Made of payloads as they are shown.
        "JsonDifference.Left", "JsonDifference.Right", "DeliveryDetail.Payload", "ReportedLine.Data",
        "TriedExpression.Results", "SimulatedExecution.Outputs", "SimulatedExecution.Error", "SimulatedStep.InputData",
        "SimulatedStep.OutputData", "SimulatedStep.Error", "NeededStep.InputData",
    ];

    [Theory]
    [InlineData("", Payload)]
    [InlineData("$.nothing, $.customer.none, $.items.card", Payload)]
    [InlineData("$.customer.iban", "\"iban\": \"DE1\"")]
    [InlineData("$.customer", """{"iban": "DE1", "name": "A\ud800"}""")]
    [InlineData("$.items[*].card", "\"card\": 1", """{"no": [2]}""")]
    [InlineData("$..card", "\"card\": 1", """{"no": [2]}""")]
    [InlineData("$.*.iban", "\"iban\": \"DE1\"")]
    [InlineData("$['odd key']", "\"odd key\": true")]
    [InlineData("$..iban", "\"iban\": \"DE1\"", "\"iban\": null", """["x"]""")]
    public void Apply_WhenPathsNameValues_ShowsAllElseByteForByte(string paths, params string[] gone)
    {
        var expected = gone[0] == Payload ? Payload : gone.Aggregate(Payload, (text, part) =>
        {
            var colon = part.StartsWith('"') ? part.IndexOf(": ", StringComparison.Ordinal) + 2 : 0;
            Assert.Contains(part, text, StringComparison.Ordinal);
            return text.Replace(part, part[..colon] + "\"[redacted]\"", StringComparison.Ordinal);
        });
        Assert.Equal(expected, RedactionRules.Parse(paths).Apply(RawJson.FromText(Payload)).ToString());
    }

    [Theory]
    [InlineData("customer")]
    [InlineData("$")]
    [InlineData("$.")]
    [InlineData("$.a[0]")]
    [InlineData("$.a, $b")]
    public void Parse_WhenAPathCannotBeRead_SaysWhich(string paths)
    {
        var error = Assert.Throws<FormatException>(() => RedactionRules.Parse(paths));
        Assert.Contains(paths.Split(',')[^1].Trim(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Below_WhenADocumentHoldsPayloads_TakesNothingElse()
    {
        var rules = RedactionRules.Parse("$.a").Below(["data", "output"], ["data", "error"]);
        Assert.Equal(
            """{"a": 1, "data": {"a": 2, "output": {"a": "[redacted]"}, "error": {"a": "[redacted]", "b": 3}}}""",
            rules.Apply(RawJson.FromText(
                """{"a": 1, "data": {"a": 2, "output": {"a": [1]}, "error": {"a": {}, "b": 3}}}""")).ToString());
    }

    [Fact]
    public void Answers_WhenTheyHoldPayloads_ShowThemRedacted()
    {
        var found = new List<string>();
        var types = new[] { typeof(ApiJson).Assembly, typeof(RawJson).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.ContainsGenericParameters && !type.IsByRefLike)
            .Where(type => ApiJson.Default.GetTypeInfo(type) is not null).ToList();
        Assert.Contains(typeof(ReportedLine), types);
        foreach (var type in types)
        {
            found.AddRange(type.GetProperties()
                .Where(property => property.PropertyType == typeof(RawJson)
                    || property.PropertyType == typeof(RawJson?)
                    || property.PropertyType == typeof(IReadOnlyList<RawJson>))
                .Where(property => property.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType
                    != typeof(PayloadConverter))
                .Select(property => $"{type.Name}.{property.Name}"));
        }

        Assert.Empty(found.Except(Others));
    }
}
