using Workflow.Bench.Client;
using Xunit;

namespace Workflow.UnitTests.Bench;

public sealed class HttpHeadTests
{
    [Fact]
    public void Parse_WhenTheServerWaited_SaysSo() =>
        Assert.Equal(
            new HttpHead(200, 17, IsChunked: false, Waited: true),
            HttpHead.Parse("HTTP/1.1 200 OK\r\nPreference-Applied: wait\r\ncontent-length: 17"u8));

    [Fact]
    public void Parse_WhenTheLengthIsUnknown_IsChunked() =>
        Assert.Equal(
            new HttpHead(202, 0, IsChunked: true, Waited: false),
            HttpHead.Parse("HTTP/1.1 202 Accepted\r\nDate: today\r\nTransfer-Encoding: chunked"u8));

    [Fact]
    public void Text_WhenAValueEqualsTheMember_FindsTheMember()
    {
        var reply = new HttpReply(200, false, """{"name":"status","status":"completed"}"""u8.ToArray());
        Assert.Equal("completed", reply.Text("status"u8));
    }
}
