using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

[Collection(PostgresCollection.Name)]
public sealed class ProblemTests(SmallApi small) : IClassFixture<SmallApi>
{
    private static readonly string Execute = $"/api/workflows/{Guid.NewGuid()}/execute";

    private ApiHost Api => small.Host;

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/api/v2/workflows")]
    public async Task AnyPath_WhenThereIsNoRoute_Returns404(string path) =>
        await (await Api.Http.GetAsync(path)).ProblemAsync(404, "no-such-route");

    [Fact]
    public async Task Route_WhenTheMethodIsWrong_Returns405WithAllow()
    {
        var answer = await Api.Http.DeleteAsync("/api/v1/workflows");
        var problem = await answer.ProblemAsync(405, "method-not-allowed");
        Assert.Equal(["GET", "POST"], answer.Content.Headers.Allow.Order());
        Assert.Contains("GET", problem.Text("detail"));
    }

    [Theory]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    public async Task Start_WhenTheMediaTypeIsWrong_Returns415(string type)
    {
        var problem = await (await Api.PostAsync(Execute, "{}", type)).ProblemAsync(415, "unsupported-media-type");
        Assert.Contains("application/json", problem.Text("detail"));
    }

    [Fact]
    public async Task Start_WhenTheBodyIsCompressed_Returns415()
    {
        var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        await (await Api.Http.PostAsync(Execute, content)).ProblemAsync(415, "unsupported-content-encoding");
    }

    [Theory]
    [InlineData("{\n  \"input_data\": {\"a\": tru}}", 2, 26)]
    [InlineData("{\"input_data\": {}", 1, 18)]
    [InlineData("{} {}", 1, 4)]
    [InlineData("{\"\\ud83d\": 1}", 1, 2)]
    [InlineData("{\"labels\": {},\n  \"\\ud83d\": 1}", 2, 3)]
    [InlineData("\uFEFF{\"labels\": {},\n\n\t\"a\\udc00\": 1}", 3, 2)]
    public async Task Start_WhenTheJsonIsBroken_NamesLineAndPosition(string body, int line, int position)
    {
        var problem = await (await Api.PostAsync(Execute, body)).ProblemAsync(400, "malformed-json");
        Assert.Equal(line, problem.GetProperty("line").GetInt32());
        Assert.Equal(position, problem.GetProperty("position").GetInt32());
    }

    [Fact]
    public async Task Start_WhenTheBodyIsNotUtf8_NamesTheByte()
    {
        var content = new ByteArrayContent([.. "{\"input_data\": {\"a\": \""u8, 0xff, .. "\"}}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var problem = await (await Api.Http.PostAsync(Execute, content)).ProblemAsync(400, "malformed-json");
        Assert.Equal(22, problem.GetProperty("offset").GetInt32());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{\"input_data\": [1]}")]
    [InlineData("{\"input_data\": {}, \"input_data\": {}}")]
    public async Task Start_WhenTheBodyHasAnotherShape_Returns422(string body) =>
        await (await Api.PostAsync(Execute, body)).ProblemAsync(422, "invalid-body");

    [Fact]
    public async Task Start_WhenAMemberIsUnknown_NamesIt()
    {
        var problem = await (await Api.PostAsync(Execute, """{"input": {}}""")).ProblemAsync(422, "invalid-body");
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal("/input", error.Text("pointer"));
        Assert.StartsWith("input_data, version, labels", error.Text("expected"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_WhenTheIdIsNoUuid_NamesParameterValueAndRemedy()
    {
        var answer = await Api.Http.GetAsync("/api/workflows/executions/triage");
        var problem = await answer.ProblemAsync(422, "invalid-parameter");
        Assert.Equal("execution_id triage", $"{problem.Text("parameter")} {problem.Text("value")}");
        Assert.Contains("UUID", problem.Text("detail"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R9_Start_WhenTheBodyIsTooLarge_Returns413WithTheLimit(bool hasLength)
    {
        var text = $$$"""{"input_data": {"a": "{{{new string('x', 3000)}}}"}}""";
        var request = new HttpRequestMessage(HttpMethod.Post, Execute)
        {
            Content = new StringContent(text, Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = !hasLength;
        var problem = await (await Api.Http.SendAsync(request)).ProblemAsync(413, "body-too-large");
        Assert.Equal(2048, problem.GetProperty("body_bytes_max").GetInt32());
    }

    [Fact]
    public async Task R9_Start_WhenTheBodyIsTooDeep_Returns422WithTheLimit()
    {
        var workflow = await Api.RegisterAsync(Documents.Local("problems"));
        var fits = await Api.StartAsync(workflow, """{"input_data": {"a": [[[1]]]}}""");
        Assert.Equal(HttpStatusCode.Accepted, fits.StatusCode);
        var answer = await Api.StartAsync(workflow, """{"input_data": {"a": [[[[1]]]]}}""");
        var problem = await answer.ProblemAsync(422, "json-too-deep");
        Assert.Equal(5, problem.GetProperty("json_depth_max").GetInt32());
    }

    [Fact]
    public async Task Start_WhenTheInputHoldsWhatOnlyJsonTakes_KeepsItAsItIs()
    {
        var workflow = await Api.RegisterAsync(Documents.Local("problems"));
        const string input = """{"zero": "a\u0000b", "half": "\ud800", "big": 1e400, "same": 1, "same": 2}""";
        var answer = await Api.StartAsync(workflow, $$$"""{"input_data": {{{input}}}}""");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var run = (await answer.JsonAsync()).Text("execution_id");
        Assert.Equal(
            input, await Api.QueryAsync<string>($"select input_data::text from workflow_runs where run_id = '{run}'"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public async Task Start_WhenTheKeyIsNotTaken_NamesTheHeader(int length)
    {
        var answer = await Api.PostAsync(Execute, "{}", key: new string('k', length));
        var problem = await answer.ProblemAsync(422, "invalid-parameter");
        Assert.Equal("Idempotency-Key", problem.Text("parameter"));
    }

    [Fact]
    public async Task List_WhenLimitOrCursorIsWrong_NamesIt()
    {
        foreach (var query in new[] { "limit=0", "limit=x", "limit=501", "limit=", "after=%21", "after=YQ" })
        {
            var answer = await Api.Http.GetAsync($"/api/v1/workflows?{query}");
            var problem = await answer.ProblemAsync(422, "invalid-parameter");
            Assert.Equal(query.Split('=')[0], problem.Text("parameter"));
        }
    }
}
