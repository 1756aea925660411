using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>Bodies whose length nobody announced, as most clients send them when they stream.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ChunkedBodyTests(PostgresFixture postgres) : ApiTest(postgres)
{
    protected override string[] Settings => ["--WORKFLOW_API_BODY_BYTES_MAX=2000"];

    [Fact]
    public async Task Put_WhenTheBodyIsChunked_IsTakenAndTheConnectionGoesOn()
    {
        for (var i = 0; i < 3; i++)
        {
            var answer = await PutChunkedAsync("""{"endpoint": "http://127.0.0.1:9001/classify"}""");

            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Put_WhenAChunkedBodyIsTooLarge_AnswersWithAProblem() =>
        await (await PutChunkedAsync(new string(' ', 20_000))).ProblemAsync(413, "body-too-large");

    private Task<HttpResponseMessage> PutChunkedAsync(string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/agents/Classifier")
        {
            Content = content,
            Version = HttpVersion.Version11,
        };
        request.Headers.TransferEncodingChunked = true;
        return Api.Http.SendAsync(request);
    }
}
