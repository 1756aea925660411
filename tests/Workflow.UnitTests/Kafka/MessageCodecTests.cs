using System.Text;
using System.Text.Json;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Kafka;

public sealed class MessageCodecTests
{
    private const int BytesMax = 10_000;
    private static readonly DateTimeOffset Noon = new(2025, 5, 17, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Run = Guid.Parse("0196dd2c-9b3e-7a44-8c55-0123456789ab");

    [Fact]
    public void Encode_WhenARequest_HasExactlyTheAgreedKeys()
    {
        var request = new ExecutionRequest(Run, RawJson.FromText("{\"do\":[]}"), default, Noon);

        using var json = JsonDocument.Parse(MessageCodec.Encode(request));

        Assert.Equal(
            ["run_id", "workflow_plan", "input_data", "timestamp", "message_type"],
            json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("input_data").ValueKind);
    }

    [Fact]
    public void TryDecode_WhenEncodedBefore_GivesTheSameMessage()
    {
        var request = new ExecutionRequest(
            Run, RawJson.FromText("{\"do\":[]}"), RawJson.FromText("[1.50,\"é\"]"), Noon);
        var body = MessageCodec.Encode(request);

        Assert.True(MessageCodec.TryDecode<ExecutionRequest>(body, BytesMax, out var read, out _));

        Assert.Equal((Run, Noon), (read.RunId, read.Timestamp));
        Assert.Equal("{\"do\":[]}", read.WorkflowPlan.ToString());
        Assert.Equal("[1.50,\"é\"]", read.InputData.ToString());
    }

    [Fact]
    public void TryDecode_WhenSentByAnotherProgram_TakesUnknownKeysAndAnyOrder()
    {
        var body = Encoding.UTF8.GetBytes($$"""
            {"message_type": "cancellation_request", "extra": 1, "reason": null, "run_id": "{{Run}}",
             "cancelled_by": "me", "timestamp": "2025-05-17T12:00:00Z"}
            """);

        Assert.True(MessageCodec.TryDecode<CancellationRequest>(body, BytesMax, out var read, out _));

        Assert.Equal(new CancellationRequest(Run, "me", null, Noon), read);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("null", "null")]
    [InlineData("garbage", "cannot be read")]
    [InlineData("[]", "cannot be read")]
    [InlineData("{}", "run_id is missing")]
    [InlineData("{\"run_id\":\"no uuid\"}", "run_id")]
    [InlineData(
        "{\"run_id\":\"0196dd2c-9b3e-7a44-8c55-0123456789ab\",\"message_type\":\"other\"}", "message_type is 'other'")]
    public void R9_TryDecode_WhenTheBodyIsBad_SaysWhy(string body, string reason)
    {
        Assert.False(MessageCodec.TryDecode<ExecutionRequest>(
            Encoding.UTF8.GetBytes(body), BytesMax, out var read, out var why));
        Assert.Null(read);
        Assert.Contains(reason, why, StringComparison.Ordinal);
    }

    [Fact]
    public void R9_TryDecode_WhenATasksKeyHoldsANul_IsRefusedSoThatNoBatchOfLookUpsFails()
    {
        var task = new AgentTask(
            Run, Run, "s", "/do/0/s\0", "0", 1, "A", null, RawJson.Null, null, 0, Noon);

        Assert.False(MessageCodec.TryDecode<AgentTask>(MessageCodec.Encode(task), BytesMax, out _, out var why));

        Assert.Contains("step_path", why, StringComparison.Ordinal);
    }

    [Fact]
    public void R9_TryDecode_WhenTheBodyIsTooLargeOrNotText_IsRefusedUnread()
    {
        Assert.False(MessageCodec.TryDecode<ExecutionRequest>(new byte[11], 10, out _, out var large));
        Assert.Contains("11 bytes", large, StringComparison.Ordinal);
        Assert.False(MessageCodec.TryDecode<ExecutionRequest>([0x22, 0xff, 0x22], BytesMax, out _, out var text));
        Assert.Contains("UTF-8", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"outcome":"completed","run_id":"0196dd2c-9b3e-7a44-8c55-0123456789ab"}""", "task_id is missing")]
    [InlineData("""{"outcome":"lost"}""", "outcome is 'lost'")]
    [InlineData("""{"outcome":"heartbeat"}""", "task_ids")]
    public void TryDecode_WhenAResultLacksWhatItsOutcomeNeeds_SaysWhat(string body, string reason)
    {
        Assert.False(MessageCodec.TryDecode<AgentResult>(Encoding.UTF8.GetBytes(body), BytesMax, out _, out var why));
        Assert.Contains(reason, why, StringComparison.Ordinal);
    }

    [Fact]
    public void TryDecode_WhenOnlyTheEndOfAnEventIsWanted_GivesThatWithoutTheRest()
    {
        var step = new StepChange(
            "s", "/do/0/s", "", 1, StepType.DataProcessing, null, null, "completed", true, Noon, null);
        var end = new RunEnd(RawJson.FromText("""{"a":1}"""), default, null, null);
        var sent = new RunEvent(
            Run, "ann", null, 2, "completed", "completed", null, [step], Noon) { End = end };

        Assert.True(MessageCodec.TryDecode<RunEventEnd>(MessageCodec.Encode(sent), BytesMax, out var read, out _));
        Assert.False(MessageCodec.TryDecode<RunEventEnd>(
            MessageCodec.Encode(sent with { Status = "over" }), BytesMax, out _, out var reason));

        Assert.Equal((Run, "completed", """{"a":1}"""), (read.RunId, read.Status, read.End!.Output.ToString()));
        Assert.Contains("over", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void EncodeBounded_WhenTheRequestIsTooLarge_LeavesPlanAndInputOut()
    {
        var request = new ExecutionRequest(
            Run, RawJson.FromText("{}"), RawJson.FromText($"\"{new string('x', 2_000)}\""), Noon);

        var large = MessageCodec.EncodeBounded(request, 1_000);
        Assert.True(large.Length <= 1_000);
        Assert.True(MessageCodec.TryDecode<ExecutionRequest>(large, BytesMax, out var read, out _));
        Assert.Equal("null", read.WorkflowPlan.ToString());
        Assert.Equal("null", read.InputData.ToString());
        Assert.True(MessageCodec.EncodeBounded(request, 5_000).Length > 2_000);
    }
}
