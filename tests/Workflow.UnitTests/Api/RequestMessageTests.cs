using System.Text;
using System.Text.Json;
using Workflow.Api.Intake;
using Workflow.Database.Intake;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Api;

public sealed class RequestMessageTests
{
    private static readonly NewRun Run = new(
        Guid.Parse("0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55"), Guid.NewGuid(), "local", 3,
        RawJson.FromText("""{"n":1}"""), "k", [1]);

    private static readonly RawJson Plan = RawJson.FromText("""{"do":[]}""");
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void BodyOf_WhenItFits_HasExactlyTheSeedsKeys() => Assert.Equal(
        """
        {"run_id":"0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55","workflow_plan":{"do":[]},"input_data":{"n":1},
        """ + """
        "timestamp":"2026-01-02T03:04:05+00:00","message_type":"execution_request"}
        """,
        Encoding.UTF8.GetString(RequestMessage.BodyOf(Run, Plan, Now, bytesMax: 16)));

    [Fact]
    public void R9_BodyOf_WhenItIsTooLarge_LeavesPlanAndInputToTheRow()
    {
        var body = JsonDocument.Parse(RequestMessage.BodyOf(Run, Plan, Now, bytesMax: 15)).RootElement;
        Assert.Equal(JsonValueKind.Null, body.GetProperty("workflow_plan").ValueKind);
        Assert.Equal(JsonValueKind.Null, body.GetProperty("input_data").ValueKind);
        Assert.Equal(5, body.EnumerateObject().Count());
    }

    [Fact]
    public void KeyOf_WhenReadAsText_IsTheRunId() =>
        Assert.Equal(Run.RunId.ToString(), Encoding.UTF8.GetString(RequestMessage.KeyOf(Run.RunId)));
}
