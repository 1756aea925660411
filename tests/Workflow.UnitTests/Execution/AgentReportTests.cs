using System.Text.Json;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

public sealed class AgentReportTests
{
    private static readonly DateTimeOffset At = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"progress":0.4,"message":"m"}""",
        """{"progress":0.4,"message":"m","at":"2026-05-04T12:00:00+00:00"}""")]
    [InlineData("""{"log":"text"}""",
        """{"log":{"level":"info","message":"text"},"at":"2026-05-04T12:00:00+00:00"}""")]
    [InlineData("""{"log":{"level":"FATAL","message":"text","data":[1]}}""",
        """{"log":{"level":"error","message":"text","data":[1]},"at":"2026-05-04T12:00:00+00:00"}""")]
    [InlineData("""{"output":{"a":1},"at":"2026-05-04T11:59:00Z"}""",
        """{"output":{"a":1},"at":"2026-05-04T11:59:00+00:00"}""")]
    [InlineData("""{"output":"text","at":"0001-01-01T00:00:00Z"}""",
        """{"output":"text","at":"2026-05-04T12:00:00+00:00"}""")]
    [InlineData("""{"tool_call":{"id":"a","name":"n","error":{"title":"t","detail":"d"}}}""",
        """{"tool_call":{"id":"a","name":"n","status":"failed","error":"d","ended_at":"2026-05-04T12:00:00+00:00"}}""")]
    [InlineData("""{"tool_call":{"id":"a","name":"n","status":"started","input":"01234567890123456789012345678901"}}""",
        """{"tool_call":{"id":"a","name":"n","status":"started","started_at":"2026-05-04T12:00:00+00:00","""
            + "\"left_out\":[\"input\"]}}")]
    public void Read_WhenWrittenAgain_SaysTheSame(string line, string written)
    {
        var once = Written(line);

        Assert.Equal(written, once);
        Assert.Equal(written, Written(once));
    }

    [Theory]
    [InlineData("""{"progress":"much"}""", "progress is \"much\"; give a number from 0 to 1.")]
    [InlineData("""{"progress":40}""", "progress is 40; give a number from 0 to 1.")]
    [InlineData("""{"log":7}""", "log is 7; give a text, or an object with message and level.")]
    [InlineData("""{"tool_call":{"id":"a"}}""", "tool_call is {\"id\":\"a\"}; give an object with id and name")]
    [InlineData("""{"tool_call":{"id":"a","name":"n","status":"maybe"}}""",
        "tool_call.status of 'a' is \"maybe\"; give started, completed or failed.")]
    [InlineData("""{"\ud800":1,"log":"text"}""", "A report has a member whose name is no text")]
    [InlineData("[1]", "A report is [1]; give an object.")]
    public void R9_Read_WhenAReportCannotBeRead_TellsWhyInTheLog(string line, string told)
    {
        var report = Read(line);

        var said = Assert.Single(report.Lines);
        Assert.Equal("warning", said.Level);
        Assert.StartsWith(told, said.Message, StringComparison.Ordinal);
        Assert.Null(report.Progress);
        Assert.Null(report.ToolCall);
    }

    [Theory]
    [InlineData("""{"log":"a\u0000b"}""", "a\uFFFDb")]
    [InlineData("""{"log":"\ud800"}""", "\"\\ud800\"")]
    [InlineData("""{"log":"0123456789"}""", "01234567…")]
    public void R9_Read_WhenATextIsNoneForTables_ChangesIt(string line, string text) =>
        Assert.Equal(text, Assert.Single(Read(line).Lines).Message);

    [Fact]
    public void R9_Buffer_WhenFull_DropsTheOldestAndKeepsToolCallsOnce()
    {
        var buffer = new ReportBuffer(linesMax: 2, lineBytesMax: 4, callsMax: 1);
        foreach (var line in new[]
        {
            """{"log":"aa"}""", """{"log":"bb"}""", """{"log":"cc"}""", """{"log":"ddd"}""", """{"progress":0.1}""",
            """{"progress":0.2}""", """{"tool_call":{"id":"a","name":"n","input":1}}""",
            """{"tool_call":{"id":"b","name":"n"}}""", """{"tool_call":{"id":"a","name":"n","output":2}}""",
            """{"tool_call":{"id":"a","name":"n","error":"late"}}""",
        })
        {
            buffer.Add(Read(line));
        }

        Assert.Equal(["ddd"], buffer.Lines.Select(line => line.Message));
        Assert.Equal((3, 0.2, 1), (buffer.Dropped, buffer.Progress!.Value, buffer.CallsDropped));
        var call = Assert.Single(buffer.ToolCalls);
        Assert.Equal(("completed", "1", "2"), (call.Status, call.Input.ToString(), call.Output.ToString()));
        Assert.Equal((At, At), (call.StartedAt, call.EndedAt));
    }

    private static string Written(string line)
    {
        var buffer = new ReportBuffer(10, 1_000, 10);
        buffer.Add(Read(line));
        return Assert.Single(ReportText.Write(buffer)).ToString();
    }

    private static AgentReport Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        return new ReportReader(bytesMax: 32).Read(document.RootElement, At);
    }
}
