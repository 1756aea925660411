using System.Text;
using Workflow.Bridge.Agents;
using Workflow.Bridge.Agents.Streams;
using Workflow.Bridge.Logins;
using Workflow.Model;
using Workflow.Outgoing.Secrets;
using Xunit;

namespace Workflow.UnitTests.Bridge;

public sealed class AnswerEventsTests
{
    private readonly List<string> _checkpoints = [];
    private readonly List<AgentReport> _reports = [];
    private int _lines;

    [Theory]
    [InlineData("data: {\"result\":{\"a\":1}}\n\n", "{\"a\":1}", "")]
    [InlineData("event: checkpoint\ndata: {\"page\":3}\n\nevent: result\ndata: {\"result\":1}\n\n", "{\"result\":1}",
        "{\"page\":3}")]
    [InlineData(": comment\r\n\r\nid: 7\r\nevent: message\r\ndata: {\"checkpoint\":1}\r\n\r\ndata:{\"result\":2}", "2",
        "1")]
    [InlineData("event: result\rdata: [1,\rdata: 2]\r\r", "[1,\n2]", "")]
    [InlineData("event: log\ndata: no json\n\nevent: other\ndata: ?\n\nevent: result\ndata: null\n\n", "null", "")]
    [InlineData(
        "\uFEFFevent: progress\ndata: 0.5\n\nevent: progress\ndata: {\"progress\":1}\n\ndata: {\"result\":3}\n\n",
        "3", "")]
    public async Task ReadAsync_WhenTheEventsEndWithAResult_GivesItAndTheCheckpointsOnTheWay(
        string events, string output, string checkpoints)
    {
        var answer = await ReadAsync(Encoding.UTF8.GetBytes(events));

        Assert.Null(answer.Error);
        Assert.Equal(output, answer.Output.ToString());
        Assert.Equal(checkpoints, string.Join(' ', _checkpoints));
        Assert.True(_lines > 0);
    }

    [Fact]
    public async Task ReadAsync_WhenEventsReportOfTheWork_GivesThemOn()
    {
        await ReadAsync(Encoding.UTF8.GetBytes(
            "event: log\ndata: reading page 3\n\nevent: progress\ndata: {\"progress\":0.4,\"message\":\"m\"}\n\n"
            + "data: {\"output\":[1],\"tool_call\":{\"id\":\"t1\",\"name\":\"search\"}}\n\ndata: {\"result\":1}\n\n"));

        Assert.Equal("reading page 3", _reports[0].Lines.Single().Message);
        Assert.Equal((0.4, "m"), (_reports[1].Progress!.Value, _reports[1].Progress!.Message));
        Assert.Equal("[1]", _reports[2].Lines.Single().Data.ToString());
        Assert.Equal(("t1", "started"), (_reports[2].ToolCall!.Id, _reports[2].ToolCall!.Status));
    }

    [Theory]
    [InlineData("data: {\"checkpoint\":1}\n\n", 502, "ended without a line that has the result")]
    [InlineData("data: [DONE]\n\n", 502, "no JSON")]
    [InlineData("data: [1]\n\n", 502, "no JSON object")]
    [InlineData("data: {\"\\ud800\":1}\n\n", 502, "a name that is no text")]
    [InlineData("event: result\ndata: {\n\n", 502, "no JSON")]
    [InlineData("event: error\ndata: {\"status\":429,\"detail\":\"later\"}\n\n", 429, "later")]
    [InlineData("event: checkpoint\ndata: \"0123456789\"\n\n", 502, "CHECKPOINT_BYTES_MAX")]
    [InlineData("data: {\"result\":\"{long}\"}\n\n", 502, "line of more than 100 bytes")]
    [InlineData("data: [\ndata: {half},\ndata: {half}]\n\n", 502, "line of more than 100 bytes")]
    public async Task R9_ReadAsync_WhenTheEventsCannotBeUsed_SaysWhy(string events, int status, string detail)
    {
        var text = events.Replace("{long}", new string('x', 200), StringComparison.Ordinal)
            .Replace("{half}", new string('1', 60), StringComparison.Ordinal);

        var error = (await ReadAsync(Encoding.UTF8.GetBytes(text))).Error!;

        Assert.Equal(status, error.Status);
        Assert.Contains(detail, error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: {\"result\":\"?\"}\n\n")]
    [InlineData("event: log\ndata: ?\n\ndata: {\"result\":1}\n\n")]
    public async Task ReadAsync_WhenTheDataIsNotUtf8_SaysSo(string events)
    {
        var bytes = Encoding.UTF8.GetBytes(events);
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xFF;

        Assert.Contains("not UTF-8", (await ReadAsync(bytes)).Error!.Detail, StringComparison.Ordinal);
    }

    /// <summary>Byte by byte, so that every line end comes in two parts too.</summary>
    private async Task<AgentAnswer> ReadAsync(byte[] events)
    {
        var call = new TransportCall(TestReceipts.Task(), null)
        {
            OnCheckpoint = checkpoint =>
            {
                _checkpoints.Add(checkpoint.ToString());
                return Task.CompletedTask;
            },
            OnReport = report =>
            {
                _reports.Add(report);
                return Task.CompletedTask;
            },
            IsLeft = () => false,
        };
        var lines = new AnswerLines(
            100, 10, Redaction.None, new ReportReader(1_000), call, TimeProvider.System);
        return await new AnswerEvents(lines, () => _lines++).ReadAsync(new Trickle(events), CancellationToken.None);
    }

    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], ct);
    }
}
