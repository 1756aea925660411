using System.Net;
using System.Text.Json;
using Npgsql;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

[Collection(PostgresCollection.Name)]
public sealed class RegisterTests(PostgresFixture postgres) : ApiTest(postgres)
{
    private const string Path = "/api/v1/workflows";

    private const string Json = """
        {"document": {"dsl": "1.0.0", "namespace": "tests", "name": "greet", "version": "1.0.0"},
         "do": [{"first": {"set": {"greeting": "hello"}}}, {"second": {"set": {"done": true}}}]}
        """;

    [Theory]
    [InlineData("application/yaml")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData(null)]
    public async Task Register_WhenTheYamlIsValid_Returns201(string? type)
    {
        var answer = await Api.PostAsync(Path, Documents.Local(), type);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var body = await answer.JsonAsync();
        Assert.Equal(
            ["id", "name", "namespace", "version", "schedule_id", "warnings"],
            body.EnumerateObject().Select(member => member.Name));
        Assert.Equal("greet tests 1.0.0", $"{body.Text("name")} {body.Text("namespace")} {body.Text("version")}");
        Assert.Equal($"{Path}/{body.Text("id")}", answer.Headers.Location?.OriginalString);
        Assert.Equal("tests|greet|1.0.0|local", await Api.QueryAsync<string>(
            "select concat_ws('|', namespace, name, latest_version, owner_id) from workflow_definitions"));
        Assert.Equal(2, await Api.QueryAsync<int>("select task_count from workflow_versions"));
    }

    [Fact]
    public async Task Register_WhenAnAgentThatItCallsIsDisabled_WarnsOfEachCall()
    {
        const string document = """
            {"document": {"dsl": "1.0.0", "namespace": "tests", "name": "warned", "version": "1.0.0"},
             "do": [{"a": {"call": "Awake"}}, {"b": {"do": [{"c": {"call": "Asleep"}}]}}]}
            """;
        await Api.PutAgentAsync("Awake", """{"endpoint": "http://host"}""");
        await Api.PutAgentAsync("Asleep", """{"endpoint": "http://host", "enabled": false}""");
        foreach (var path in new[] { Path, $"{Path}/validate" })
        {
            var answer = await Api.PostAsync(path, document);

            Assert.True(answer.IsSuccessStatusCode);
            var warning = Assert.Single((await answer.JsonAsync()).GetProperty("warnings").EnumerateArray().ToList());
            Assert.Equal("/do/1/b/do/0/c/call", warning.Text("pointer"));
            Assert.Equal(
                "The agent 'Asleep' is disabled: a call of it fails until it is enabled.", warning.Text("message"));
        }
    }

    [Fact]
    public async Task Register_WhenTheSameDocumentComesAgainInAnotherForm_Returns200AndTheSameId()
    {
        var first = await (await Api.PostAsync(Path, Documents.Local(), "application/yaml")).JsonAsync();
        var again = await Api.PostAsync(Path, Json);

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(first.Text("id"), (await again.JsonAsync()).Text("id"));
        Assert.Equal(1, await Api.QueryAsync<long>("select count(*) from workflow_versions"));
    }

    [Fact]
    public async Task Register_WhenTheVersionHasAnotherDocument_Returns409AndKeepsIt()
    {
        await Api.RegisterAsync(Documents.Local());
        var answer = await Api.PostAsync(Path, Documents.Local(greeting: "hi"), "application/yaml");

        var problem = await answer.ProblemAsync(409, "version-exists");
        Assert.Contains("raise document.version", problem.Text("detail"));
        Assert.Contains("hello", await Api.QueryAsync<string>("select document::text from workflow_versions"));
    }

    [Fact]
    public async Task Register_WhenAnOlderVersionComesLate_KeepsTheLatest()
    {
        await Api.RegisterAsync(Documents.Local(version: "1.10.0"));
        await Api.RegisterAsync(Documents.Local(version: "1.9.0"));
        await Api.RegisterAsync(Documents.Local(version: "1.10.0-rc.1"));

        Assert.Equal("1.10.0", await Api.QueryAsync<string>("select latest_version from workflow_definitions"));
    }

    [Fact]
    public async Task Register_WhenTheSameNameRaces_MakesOneWorkflow()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 12).Select(
            i => Api.PostAsync(Path, Documents.Local(version: $"1.{i}.0"), "application/yaml")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Equal("1.12.0", await Api.QueryAsync<string>("select latest_version from workflow_definitions"));
        Assert.Equal(12, await Api.QueryAsync<long>("select count(*) from workflow_versions"));
    }

    [Fact]
    public async Task Register_WhenTheWorkflowIsDeletedMeanwhile_MakesItAnew()
    {
        var before = await Api.RegisterAsync(Documents.Local());
        await using var other = await Api.Database.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, other, transaction);
            await command.ExecuteNonQueryAsync();
        }

        await ExecuteAsync("select from workflow_definitions for update");
        var registering = Api.PostAsync(Path, Documents.Local(), "application/yaml");
        await Api.UntilBlockedAsync(other.ProcessID);
        await ExecuteAsync("delete from workflow_versions; delete from workflow_definitions");
        await transaction.CommitAsync();

        var answer = await registering;
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var id = (await answer.JsonAsync()).GetProperty("id").GetGuid();
        Assert.NotEqual(before, id);
        Assert.Equal(id, await Api.QueryAsync<Guid>("select workflow_id from workflow_versions"));
    }

    [Theory]
    [InlineData("do: [unclosed")]
    [InlineData("{\"document\": ")]
    [InlineData("")]
    [InlineData("document: {dsl: '1.0.0', namespace: t, name: n, version: '1.0.0'}\ndo:\n  - a:\n      sing: loud")]
    public async Task Register_WhenTheDefinitionIsBad_Returns422WithThePlaces(string text)
    {
        var answer = await Api.PostAsync(Path, text, "application/yaml");
        var problem = await answer.ProblemAsync(422, "invalid-definition");

        var errors = problem.GetProperty("errors").EnumerateArray().ToList();
        Assert.NotEmpty(errors);
        Assert.All(errors, error =>
        {
            Assert.True(error.GetProperty("line").GetInt32() >= 1);
            Assert.True(error.GetProperty("column").GetInt32() >= 1);
            Assert.NotEmpty(error.Text("message"));
            Assert.Equal(JsonValueKind.String, error.GetProperty("pointer").ValueKind);
        });
        Assert.Equal(0, await Api.QueryAsync<long>("select count(*) from workflow_definitions"));
    }

    [Fact]
    public async Task Register_WhenAnAgentIsUnknown_NamesItItsPlaceAndTheRemedy()
    {
        var answer = await Api.PostAsync(Path, Documents.Calling("Greeter"), "application/yaml");

        var problem = await answer.ProblemAsync(422, "unknown-agent");
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal("/do/0/block/do/0/ask/call", error.Text("pointer"));
        Assert.Equal((10, 19), (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()));
        Assert.Contains("'Greeter'", error.Text("message"));
        Assert.Contains("PUT /api/v1/agents/Greeter", error.Text("message"));
    }

    [Theory]
    [InlineData("Greter", "did you mean 'Greeter'?")]
    [InlineData("htpp", "did you mean 'http'?")]
    public async Task Register_WhenACallIsMisspelt_SuggestsWhatIsMeant(string callee, string suggestion)
    {
        await Api.PutAgentAsync("Greeter", """{"endpoint": "http://127.0.0.1:9"}""");
        var answer = await Api.PostAsync(Path, Documents.Calling(callee), "application/yaml");
        var problem = await answer.ProblemAsync(422, "unknown-agent");
        Assert.Contains(suggestion, Assert.Single(problem.GetProperty("errors").EnumerateArray()).Text("message"));
    }

    [Fact]
    public async Task Register_WhenItHasOtherErrorsToo_TellsUnknownAgentsAmongThem()
    {
        var text = Documents.Calling("Nobody").Replace("with:", "wiht:");
        var answer = await Api.PostAsync(Path, text, "application/yaml");
        var problem = await answer.ProblemAsync(422, "invalid-definition");
        Assert.Equal(2, problem.GetProperty("errors_found").GetInt32());
        Assert.Equal(
            ["/do/0/block/do/0/ask/call", "/do/0/block/do/0/ask/wiht"],
            problem.GetProperty("errors").EnumerateArray().Select(error => error.Text("pointer")));
    }

    [Fact]
    public async Task Register_WhenTheAgentIsSomebodyElses_CountsItAsUnknown()
    {
        await Api.PutAgentAsync("Greeter", """{"endpoint": "http://127.0.0.1:9"}""");
        await Api.RegisterAsync(Documents.Calling("Greeter"));
        var bob = Api.As("bob");

        var answer = await bob.PostAsync(Path, Documents.Calling("Greeter", "ask2"), "application/yaml");
        await answer.ProblemAsync(422, "unknown-agent");
    }

    [Theory]
    [InlineData("greet", "2.0.0")]
    [InlineData("other", "latest")]
    [InlineData("parent", "7.0.0")]
    public async Task Register_WhenAChildWorkflowIsUnknown_NamesItItsPlaceAndTheRemedy(string child, string version)
    {
        await Api.RegisterAsync(Documents.Local());

        var answer = await Api.PostAsync(Path, Documents.Running(child, version), "application/yaml");

        var problem = await answer.ProblemAsync(422, "unknown-workflow");
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal("/do/0/block/do/0/child/run/workflow", error.Text("pointer"));
        Assert.Equal((10, 30), (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()));
        Assert.Contains($"'tests/{child} {version}'", error.Text("message"));
        Assert.Contains("POST /api/v1/workflows", error.Text("message"));
    }

    [Theory]
    [InlineData("greet", "1.0.0")]
    [InlineData("greet", "latest")]
    [InlineData("parent", "1.0.0")]
    [InlineData("parent", "latest")]
    public async Task Register_WhenTheChildWorkflowIsKnownOrItself_Returns201(string child, string version)
    {
        await Api.RegisterAsync(Documents.Local());

        var answer = await Api.PostAsync(Path, Documents.Running(child, version), "application/yaml");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task R10_Register_WhenTheChildWorkflowIsSomebodyElses_CountsItAsUnknown()
    {
        await Api.RegisterAsync(Documents.Local());
        await Api.ExecuteAsync("update workflow_definitions set owner_id = 'somebody'");

        var answer = await Api.PostAsync(Path, Documents.Running("greet"), "application/yaml");
        await answer.ProblemAsync(422, "unknown-workflow");
    }

    [Fact]
    public async Task List_WhenThereAreSeveralPages_GoesThroughAllInOrder()
    {
        foreach (var name in new[] { "delta", "alpha", "echo", "charlie", "bravo" })
        {
            await Api.As(name == "charlie" ? "bob" : "alice").RegisterAsync(Documents.Local(name));
        }

        var alice = Api.ClientOf("alice");
        var names = new List<string>();
        string? after = null;
        do
        {
            var answer = await alice.GetAsync($"{Path}?limit=2{(after is null ? "" : $"&after={after}")}");
            var page = await answer.JsonAsync();
            names.AddRange(page.GetProperty("workflows").EnumerateArray().Select(each => each.Text("name")));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);

        Assert.Equal(["alpha", "bravo", "delta", "echo"], names);
    }

    [Fact]
    public async Task Get_WhenAVersionIsNamed_ReturnsItsDocument()
    {
        var id = await Api.RegisterAsync(Documents.Local());
        await Api.RegisterAsync(Documents.Local(version: "2.0.0", greeting: "hi"));

        var latest = await (await Api.Http.GetAsync($"{Path}/{id}")).JsonAsync();
        var first = await (await Api.Http.GetAsync($"{Path}/{id}?version=1.0.0")).JsonAsync();
        Assert.Equal("2.0.0 2.0.0", $"{latest.Text("version")} {latest.Text("latest_version")}");
        Assert.Equal("1.0.0 2.0.0", $"{first.Text("version")} {first.Text("latest_version")}");
        Assert.Contains("hello", first.GetProperty("document").GetRawText());
        await (await Api.Http.GetAsync($"{Path}/{id}?version=9.9.9")).ProblemAsync(404, "workflow-not-found");
    }
}
