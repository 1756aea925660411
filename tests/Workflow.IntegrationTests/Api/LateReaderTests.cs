using System.Net.Sockets;
using System.Text;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>Clients that look at an answer only when they have sent all of their request, as many do.</summary>
[Collection(PostgresCollection.Name)]
public sealed class LateReaderTests(PostgresFixture postgres) : ApiTest(postgres)
{
    // More than the server keeps of a body that nobody reads.
    private static readonly byte[] Rest = new byte[4 << 20];

    protected override string[] Settings => ["--WORKFLOW_API_BODY_BYTES_MAX=2000"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Put_WhenTheBodyIsFarTooLarge_IsAnsweredThoughTheClientSendsItToItsEnd(bool isChunked)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Api.Http.BaseAddress!.Port);
        await using var stream = client.GetStream();
        var first = new byte[3_000];
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join(
            "\r\n", "PUT /api/v1/agents/Classifier HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json",
            isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {first.Length + Rest.Length}", "", "")));

        await stream.WriteAsync(isChunked ? Chunk(first) : first);
        Assert.True(await Task.Run(() => client.Client.Poll(TimeSpan.FromSeconds(60), SelectMode.SelectRead)));
        await stream.WriteAsync(isChunked ? [.. Chunk(Rest), .. Chunk([])] : Rest);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("/problems/body-too-large", answer, StringComparison.Ordinal);
    }

    private static byte[] Chunk(byte[] bytes) =>
        [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, (byte)'\r', (byte)'\n'];
}
