using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Workflow.IntegrationTests.Tools;
using Xunit;

namespace Workflow.IntegrationTests.Conformance;

/// <summary>Every scenario of the conformance kit, on a whole platform over HTTP.</summary>
[Collection(PostgresCollection.Name)]
public sealed partial class KitTests(ToolSituation situation) : IClassFixture<ToolSituation>
{
    private static readonly Lazy<Dictionary<string, Scenario>> Kit = new(
        () => Scenario.ReadAll(ConformanceKit.Features).ToDictionary(scenario => scenario.Name));

    private LocalPlatform Platform => situation.Platform;

    public static TheoryData<string> Names =>
        ConformanceKit.Absence is null ? [.. Kit.Value.Keys] : ["the kit is not there"];

    [KitFact]
    public void Kit_IsRunWhole() => Assert.Equal(21, Kit.Value.Count);

    [KitTheory]
    [MemberData(nameof(Names))]
    public async Task Scenario_OfTheKit_IsAsItSays(string name)
    {
        var scenario = Kit.Value[name];
        PublicHosts.AnswerOn(situation.Server);
        // Two of them have the same name and version.
        var workflow = await RegisterAsync(
            PublicHosts.At(situation.Server, Name().Replace(scenario.Definition, $"  name: t{Guid.NewGuid():N}", 1)));

        var run = await Platform.StartRunAsync(workflow, JsonNode.Parse(scenario.Input));
        await Platform.UntilSqlAsync(
            $"exists (select from workflow_runs where run_id = '{run}' and status in ('COMPLETED', 'FAILED'))");
        var execution = await Platform.Http.GetFromJsonAsync<JsonObject>($"/api/v1/executions/{run}");

        Assert.NotEmpty(scenario.Expectations);
        foreach (var expected in scenario.Expectations)
        {
            await CheckAsync(expected, run, execution!);
        }
    }

    private async Task CheckAsync(Expectation expected, Guid run, JsonObject execution)
    {
        var status = execution["status"]!.GetValue<string>();
        var output = execution["outputs"];
        switch (expected.Line)
        {
            case "Then the workflow should complete":
                Assert.True(status == "completed", execution.ToJsonString());
                return;
            case "Then the workflow should complete with output:":
                Assert.True(status == "completed", execution.ToJsonString());
                AssertSame(expected.Value!, output);
                return;
            case "Then the workflow should fault":
                Assert.Equal("failed", status);
                return;
            case "Then the workflow should fault with error:":
                Assert.Equal("failed", status);
                AssertSame(expected.Value!, execution["error"]!["details"]);
                return;
        }

        if (Properties().Match(expected.Line) is { Success: true } properties)
        {
            Assert.All(
                properties.Groups[1].Captures, name => Assert.True(Has(output, name.Value), $"{name}: {output}"));
        }
        else if (Property().Match(expected.Line) is { Success: true } property)
        {
            AssertSame(expected.Value!, At(output, property.Groups[1].Value));
        }
        else if (Items().Match(expected.Line) is { Success: true } items)
        {
            Assert.Equal(int.Parse(items.Groups[2].Value), At(output, items.Groups[1].Value)!.AsArray().Count);
        }
        else if (Order().Match(expected.Line) is { Success: true } order)
        {
            await CheckOrderAsync(run, order.Groups[1].Value, order.Groups[2].Value, order.Groups[3].Value);
        }
        else
        {
            Assert.Fail($"The kit says something new: {expected.Line}");
        }
    }

    private async Task CheckOrderAsync(Guid run, string step, string where, string other)
    {
        var bound = $"(select started_at from step_executions where run_id = '{run}' and step_id = '{step}')";
        var others = $"from step_executions where run_id = '{run}' and step_id <> '{step}'";
        var isSo = await Platform.ScalarAsync<bool>(where switch
        {
            "first" => $"select {bound} is not null and not exists (select {others} and started_at < {bound})",
            "last" => $"select {bound} is not null and not exists (select {others} and started_at > {bound})",
            _ => $"select exists (select {others} and step_id = '{other}' and started_at <= {bound})",
        });
        Assert.True(isSo, $"{step} does not run {where} {other}");
    }

    private async Task<Guid> RegisterAsync(string definition)
    {
        using var content = new StringContent(definition, Encoding.UTF8, "application/yaml");
        using var answer = await Platform.Http.PostAsync("/api/v1/workflows", content);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("id").GetGuid();
    }

    private static JsonNode? At(JsonNode? node, string path) =>
        path.Split('.').Aggregate(node, (inner, name) => inner?[name]);

    private static bool Has(JsonNode? node, string path)
    {
        var last = path.LastIndexOf('.');
        var parent = last < 0 ? node : At(node, path[..last]);
        return parent is JsonObject members && members.ContainsKey(path[(last + 1)..]);
    }

    private static void AssertSame(string expected, JsonNode? actual) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}, is {actual?.ToJsonString()}");

    [GeneratedRegex("(?m)^  name: \\S+")]
    private static partial Regex Name();

    [GeneratedRegex("^And the workflow output should have properties (?:'([^']+)'(?:, )?)+$")]
    private static partial Regex Properties();

    [GeneratedRegex("^And the workflow output should have a '([^']+)' property with value:$")]
    private static partial Regex Property();

    [GeneratedRegex("^And the workflow output should have a '([^']+)' property containing ([0-9]+) items$")]
    private static partial Regex Items();

    [GeneratedRegex("^And (\\w+) should run (first|last|after) ?(\\w*)$")]
    private static partial Regex Order();
}
