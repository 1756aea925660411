using System.Net;
using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Tools;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>What definitions refer to is fetched with their registration, and stays as it was then.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ResourceTests(ResourceTests.World world) : IClassFixture<ResourceTests.World>
{
    private const string Path = "/api/v1/workflows";

    private ApiHost Api => world.Host;

    private ToolServer Server => world.Server;

    [Fact]
    public async Task Register_WhenASchemaIsElsewhere_KeepsItAsItWasThen()
    {
        Server.OnText("/order.json", """{"type": "object", "required": ["n"]}""");
        var document = Document("kept", $"{Server.Url}/order.json");

        var first = await Api.PostAsync(Path, document, "application/yaml");
        var again = await Api.PostAsync(Path, document, "application/yaml");
        Server.OnText("/order.json", """{"type": "object"}""");
        var changed = await Api.PostAsync(Path, document, "application/yaml");
        Server.OnText("/order.json", "", status: 500);
        var gone = await Api.PostAsync(Path, document, "application/yaml");

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity],
            new[] { first, again, changed, gone }.Select(answer => answer.StatusCode));
        Assert.Equal("""{"type":"object","required":["n"]}""", await Api.QueryAsync<string>(
            "select replace((document -> 'input' -> 'schema' -> 'document')::text, ' ', '') from workflow_versions v "
            + "join workflow_definitions d on d.id = v.workflow_id where d.name = 'kept'"));
        var error = Assert.Single((await gone.JsonAsync()).GetProperty("errors").EnumerateArray());
        Assert.Equal(
            ("/input/schema/resource", $"The schema is at {Server.Url}/order.json. It cannot be fetched: it answered "
                + "500."),
            (error.Text("pointer"), error.Text("message")));
        Assert.Equal((2, true), (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32() > 1));
    }

    [Fact]
    public async Task Validate_WhenTheLoginIsWrittenOut_SendsItToItsOwnOriginOnly()
    {
        Server.OnRedirect("/moved.json", $"{Server.OtherUrl}/there.json");
        Server.OnText("/there.json", "{}");
        var document = Document(
            "login", $"{Server.Url}/moved.json", ", authentication: { basic: { username: u, password: p } }");

        var answer = await Api.PostAsync($"{Path}/validate", document, "application/yaml");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Basic dTpw", Server.Last("/moved.json").Header("Authorization"));
        Assert.Null(Server.Last("/there.json").Header("Authorization"));
    }

    [Fact]
    public async Task R9_Validate_WhenAResourceIsTooLargeTooSlowOrForbidden_SaysWhich()
    {
        var ends = new TaskCompletionSource();
        Server.On("/slow.json", _ => ends.Task);
        Server.OnText("/large.json", $"\"{new string('x', 5_000)}\"");
        await using var hasty = await world.StartHastyAsync();

        Assert.Contains(
            "did not come within 0.5 s (WORKFLOW_RESOURCES_TIMEOUT_MS)", await Refused(hasty, "/slow.json"));
        ends.SetResult();
        Assert.Contains("4096 are allowed (WORKFLOW_RESOURCES_RESPONSE_BYTES_MAX)", await Refused(Api, "/large.json"));
        Assert.Contains(
            "'10.1.2.3' is no public address; an operator can allow it with WORKFLOW_OUTGOING_ALLOWED.",
            await Refused(Api, "http://10.1.2.3/x"));

        async Task<string> Refused(ApiHost api, string address)
        {
            var url = address[0] == '/' ? Server.Url + address : address;
            var answer = await api.PostAsync($"{Path}/validate", Document("no", url), "application/yaml");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            return Assert.Single((await answer.JsonAsync()).GetProperty("errors").EnumerateArray()).Text("message")!;
        }
    }

    [Fact]
    public async Task Simulate_WhenASchemaIsElsewhere_ChecksByIt()
    {
        Server.OnText("/simulated.yaml", "required: [n]", "application/yaml");
        var definition = Document("simulated", $"{Server.Url}/simulated.yaml");

        var answer = await Api.PostAsync($"{Path}/simulate", JsonSerializer.Serialize(
            new { definition, input_data = new { m = 1 } }));

        Assert.Contains(
            "does not fit its schema", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Register_WhenFunctionsStandInCatalogs_KeepsThemAsTheyWereThen()
    {
        Server.OnText("/shop/functions/greet/1.0.0/function.yaml", "set: { text: first }", "application/yaml");
        const string calls = """
            do:
              - one: { call: 'greet:1.0.0@shop' }
              - two: { call: 'own:2.1.0@default' }
            """;
        var catalogs = $"use: {{ catalogs: {{ shop: {{ endpoint: '{Server.Url}/shop' }} }} }}";
        var document =
            $"document: {{ dsl: '1.0.0', namespace: tests, name: calling, version: '1.0.0' }}\n{catalogs}\n";

        var kept = await Api.PostAsync(Path, document + calls, "application/yaml");
        var missing = await Api.PostAsync(
            $"{Path}/validate", document + calls.Replace("2.1.0", "3.0.0"), "application/yaml");

        Assert.Equal(HttpStatusCode.Created, kept.StatusCode);
        Assert.Equal("first own", await Api.QueryAsync<string>(
            "select concat_ws(' ', f -> 'greet:1.0.0@shop' -> 'set' ->> 'text', f -> 'own:2.1.0@default' -> 'set' ->> "
            + "'text') from (select document -> 'use' -> 'functions' as f from workflow_versions v "
            + "join workflow_definitions d on d.id = v.workflow_id where d.name = 'calling') as found"));
        var error = Assert.Single((await missing.JsonAsync()).GetProperty("errors").EnumerateArray());
        Assert.Equal(
            "The function `own:3.0.0@default` is at functions/own/3.0.0/function.yaml of the default catalog. It "
            + "cannot be fetched: it is not there.", error.Text("message"));
    }

    [Fact]
    public async Task R10_Validate_WhenAnAddressMeansAFileOfThePlatform_ReadsNothing()
    {
        var own = $"file://{world.Folder}/functions/own/2.1.0/function.yaml";
        foreach (var address in new[] { "file:///etc/passwd", own })
        {
            var answer = await Api.PostAsync($"{Path}/validate", Document("no", address), "application/yaml");
            Assert.Contains("no absolute http or https URI", await answer.Content.ReadAsStringAsync());
        }
    }

    private static string Document(string name, string address, string login = "") => $$"""
        document: { dsl: '1.0.0', namespace: tests, name: {{name}}, version: '1.0.0' }
        input: { schema: { resource: { endpoint: { uri: '{{address}}'{{login}} } } } }
        do: [ { only: { set: { done: true } } } ]
        """;

    /// <summary>An API, and a server that has what definitions refer to.</summary>
    public sealed class World(PostgresFixture postgres) : ApiTest(postgres), IAsyncLifetime
    {
        public ApiHost Host => Api;

        internal ToolServer Server { get; private set; } = null!;

        /// <summary>The default catalog.</summary>
        public string Folder { get; } = Directory.CreateTempSubdirectory("catalog-").FullName;

        protected override string[] Settings =>
        [
            "--WORKFLOW_RESOURCES_TIMEOUT_MS=60000", "--WORKFLOW_RESOURCES_RESPONSE_BYTES_MAX=4096",
            $"--WORKFLOW_RESOURCES_DEFAULT_CATALOG={Folder}",
        ];

        /// <summary>Another API, which waits for nothing.</summary>
        public async Task<ApiHost> StartHastyAsync() => await ApiHost.StartAsync(
            await Postgres.CreateDatabaseAsync(), "--WORKFLOW_RESOURCES_TIMEOUT_MS=500");

        async Task IAsyncLifetime.InitializeAsync()
        {
            var own = Directory.CreateDirectory(System.IO.Path.Combine(Folder, "functions", "own", "2.1.0"));
            await File.WriteAllTextAsync(System.IO.Path.Combine(own.FullName, "function.yaml"), "set: { text: own }");
            Server = await ToolServer.StartAsync();
            await InitializeAsync();
        }

        async Task IAsyncLifetime.DisposeAsync()
        {
            await DisposeAsync();
            await Server.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
