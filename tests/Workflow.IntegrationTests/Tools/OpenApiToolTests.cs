using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Tools;

/// <summary><c>call: openapi</c> on a whole platform: where the document's parameters go, and what is said of
/// mistakes.</summary>
[Collection(PostgresCollection.Name)]
public sealed class OpenApiToolTests(ToolSituation situation) : IClassFixture<ToolSituation>
{
    private const string Yaml = """
        openapi: 3.1.0
        info: { title: Shop, version: '1' }
        servers: [ { url: '/v1/{stage}', variables: { stage: { default: live } } } ]
        paths:
          /orders/{id}:
            parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
            get:
              operationId: readOrder
              parameters:
                - { name: tag, in: query, schema: { type: array } }
                - { name: with, in: query, explode: false, schema: { type: array } }
                - { name: near, in: query, style: deepObject, explode: true, schema: { type: object } }
                - { name: X-Team, in: header, schema: { type: string } }
                - { name: seen, in: cookie, schema: { type: string } }
              responses: { '200': { description: ok } }
          /orders:
            post:
              operationId: addOrder
              requestBody:
                required: true
                content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
              responses: { '201': { description: ok } }
          /sent:
            post:
              operationId: upload
              requestBody: { content: { multipart/form-data: {} } }
              responses: { '201': { description: ok } }
          /remote:
            get:
              operationId: remote
              servers: [ { url: 'ftp://files.example' } ]
              responses: { '200': { description: ok } }
        components:
          schemas: { Order: { type: object, properties: { item: { type: string }, count: { type: integer } } } }
        """;

    private const string Pets2 = """
        {"swagger":"2.0","info":{"title":"Pets","version":"1"},"host":"127.0.0.1:PORT",
         "schemes":["http"],"basePath":"/pets-2.0","consumes":["application/json"],
         "paths":{"/pet/{petId}":{"put":{"operationId":"savePet","parameters":[
           {"name":"petId","in":"path","required":true,"type":"integer"},
           {"name":"tags","in":"query","type":"array","collectionFormat":"multi","items":{"type":"string"}},
           {"name":"pet","in":"body","schema":{"type":"object"}}],
           "responses":{"200":{"description":"ok"}}}}}}
        """;

    private const string Pets3 = """
        {"openapi":"3.0.3","info":{"title":"Pets","version":"1"},
         "servers":[{"url":"http://127.0.0.1:PORT/pets-3.0"}],
         "paths":{"/pet/{petId}":{"put":{"operationId":"savePet","parameters":[
           {"name":"petId","in":"path","required":true,"schema":{"type":"integer"}},
           {"name":"tags","in":"query","schema":{"type":"array","items":{"type":"string"}}}],
           "requestBody":{"content":{"application/json":{"schema":{"type":"object"}}}},
           "responses":{"200":{"description":"ok"}}}}}}
        """;

    private readonly LocalPlatform _platform = situation.Platform;
    private readonly ToolServer _server = situation.Server;

    [Fact]
    public async Task CallOpenApi_WhenParametersAreGiven_PutsThemWhereTheDocumentSays()
    {
        var step = await CallAsync(
            "readOrder", "{ id: 'a/b', tag: [ x, 'y z' ], with: [ lines, notes ], near: { lat: 1, lon: 2 }, " +
            "X-Team: red, seen: '${ .seen }' }");

        Assert.Null(step.Detail);
        Assert.Equal(("tool_call", "readOrder"), (step.Type, step.Tool));
        var seen = _server.Last("/v1/live/orders/a%2Fb");
        Assert.Equal(
            "/v1/live/orders/a%2Fb?tag=x&tag=y%20z&with=lines,notes&near%5Blat%5D=1&near%5Blon%5D=2", seen.Target);
        Assert.Equal(("GET", "red", "seen=yes"), (seen.Method, seen.Header("X-Team"), seen.Header("Cookie")));
        Assert.NotNull(seen.Header("Idempotency-Key"));
    }

    [Theory]
    [InlineData("{ body: { item: pen } }", """{"item":"pen"}""")]
    [InlineData("{ item: pen, count: 2 }", """{"item":"pen","count":2}""")]
    public async Task CallOpenApi_WhenTheOperationHasABody_SendsIt(string parameters, string expected)
    {
        var step = await CallAsync("addOrder", parameters);

        Assert.Null(step.Detail);
        var seen = _server.Requests.Last(request => request.Target == "/v1/live/orders" && request.Body == expected);
        Assert.Equal(("POST", "application/json"), (seen.Method, seen.Header("Content-Type")));
        Assert.Equal("pen", step.Output.GetProperty("item").GetString());
    }

    [Theory]
    [InlineData("readOrder", "{}", "validation 400", "'readOrder' needs the path parameter 'id'")]
    [InlineData("readOrder", "{ id: '..' }", "validation 400", "the path parameter 'id' is empty or dots")]
    [InlineData("readOrder", "{ id: 1, page: 2 }", "validation 400", "has no parameter 'page'; it has X-Team, id")]
    [InlineData("addOrder", "{}", "validation 400", "'addOrder' needs a body; give it as 'body'")]
    [InlineData("addOrder", "{ item: pen, price: 1 }", "validation 400", "has no parameter 'price'; it has body.")]
    [InlineData("addOrder", "{ body: {}, item: pen }", "validation 400", "has no parameter 'item'")]
    [InlineData("upload", "{ body: x }", "configuration 400", "multipart/form-data")]
    [InlineData("remote", "{}", "configuration 400", "names no http or https server for 'remote'")]
    [InlineData("dropOrder", "{}", "configuration 400", "has no operation 'dropOrder'; it has addOrder, readOrder")]
    public async Task CallOpenApi_WhenTheTaskDoesNotFitTheDocument_SaysWhat(
        string operation, string parameters, string error, string detail)
    {
        var step = await CallAsync(operation, parameters);

        Assert.Equal(error, step.Error);
        Assert.Contains(detail, step.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallOpenApi_WhenTheDocumentIsNone_SaysWhat()
    {
        _server.OnText("/text.yaml", "just: [ words", "application/yaml");
        _server.OnText("/empty.json", """{"openapi":"3.0.0","info":{"title":"t","version":"1"},"paths":{}}""");
        _server.OnText("/gone.yaml", "no", "text/plain", 404);
        var text = await CallAsync("a", "{}", "/text.yaml");
        var empty = await CallAsync("a", "{}", "/empty.json");
        var gone = await CallAsync("a", "{}", "/gone.yaml");

        Assert.Equal("configuration 400", text.Error);
        Assert.Contains("/text.yaml is neither JSON nor YAML: ", text.Detail, StringComparison.Ordinal);
        Assert.Equal("configuration 400", empty.Error);
        Assert.Contains("/empty.json describes no operation", empty.Detail, StringComparison.Ordinal);
        Assert.Equal("communication 404", gone.Error);
        Assert.Contains("/gone.yaml cannot be fetched: it answered 404.", gone.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallOpenApi_WhenItIsCalledAgain_KeepsTheDocumentOfTheSameLogin()
    {
        _server.OnText("/kept.yaml", Yaml, "application/yaml");
        for (var i = 0; i < 3; i++)
        {
            Assert.Null((await CallAsync("readOrder", $"{{ id: kept-{i} }}", "/kept.yaml")).Detail);
        }

        Assert.Single(_server.Requests, request => request.Target == "/kept.yaml");
    }

    [Theory]
    [InlineData("3.0")]
    [InlineData("2.0")]
    public async Task CallOpenApi_WhenTheDocumentIsOlder_IsUnderstood(string version)
    {
        var path = $"/pets-{version}.json";
        _server.OnText(path, (version == "2.0" ? Pets2 : Pets3)
            .Replace("PORT", $"{_server.Port}", StringComparison.Ordinal));
        var body = version == "2.0" ? "pet" : "body";
        var step = await CallAsync("savePet", $"{{ petId: 7, tags: [ a, b ], {body}: {{ name: Rex }} }}", path);

        Assert.Null(step.Detail);
        var seen = _server.Last($"/pets-{version}/pet/7");
        Assert.Equal(("PUT", """{"name":"Rex"}"""), (seen.Method, seen.Body));
        Assert.Equal($"/pets-{version}/pet/7?tags=a&tags=b", seen.Target);
    }

    [Fact]
    public async Task CallOpenApi_WhenSecretsAreNeeded_LogsInAtEachPlace()
    {
        _server.OnText("/closed.yaml", Yaml, "application/yaml");
        var step = await _platform.RunTaskAsync(
            $"{{ call: openapi, with: {{ document: {{ endpoint: {{ uri: '{_server.Url}/closed.yaml', " +
            "authentication: { bearer: { use: crm-token } } } }, operationId: readOrder, parameters: { id: closed }, " +
            "authentication: { basic: { use: shop } } } }", use: "{ secrets: [ crm-token, shop ] }");

        Assert.Null(step.Detail);
        Assert.Equal($"Bearer {ToolSituation.Token}", _server.Last("/closed.yaml").Header("Authorization"));
        Assert.StartsWith("Basic ", _server.Last("/v1/live/orders/closed").Header("Authorization"));
    }

    private Task<StepSeen> CallAsync(string operation, string parameters, string document = "/shop.yaml")
    {
        _server.OnText("/shop.yaml", Yaml, "application/yaml");
        return _platform.RunTaskAsync(
            $"{{ call: openapi, with: {{ document: {{ endpoint: '{_server.Url}{document}' }}, " +
            $"operationId: {operation}, parameters: {parameters} }} }}", new { seen = "yes" });
    }
}
