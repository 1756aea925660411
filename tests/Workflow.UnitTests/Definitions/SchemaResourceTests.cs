using System.Text.Json;
using Workflow.Definitions;
using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary>Schemas by <c>resource</c>: fetched once, and a part of the definition from then on.</summary>
public sealed class SchemaResourceTests
{
    private const string Address = "https://schemas.example/order.json";

    private const string Schema = "{ resource: { name: order, endpoint: '" + Address + "' } }";

    private static readonly Shelf Shelf = new Shelf()
        .With(Address, """{ "type": "object", "required": ["n"] }""")
        .With("https://schemas.example/order.yaml", "type: object\nrequired: [n]\n")
        .With("https://schemas.example/bad.json", "{ \"type\": \"text\" }")
        .With("https://schemas.example/page.html", "<html>: [");

    [Theory]
    [InlineData("input: { schema: " + Schema + " }\ndo: []\n", "/input/schema")]
    [InlineData("output: { schema: " + Schema + " }\ndo: []\n", "/output/schema")]
    [InlineData("do: [ { a: { set: ., input: { schema: " + Schema + " } } } ]\n", "/do/0/a/input/schema")]
    [InlineData("do: [ { a: { set: ., output: { schema: " + Schema + " } } } ]\n", "/do/0/a/output/schema")]
    [InlineData("do: [ { a: { set: ., export: { schema: " + Schema + " } } } ]\n", "/do/0/a/export/schema")]
    [InlineData(
        "do: [ { a: { try: [], catch: { do: [ { b: { set: ., input: { schema: " + Schema + " } } } ] } } } ]\n",
        "/do/0/a/catch/do/0/b/input/schema")]
    [InlineData(
        "use: { functions: { f: { set: ., input: { schema: " + Schema + " } } } }\n"
        + "do: [ { a: { call: f } }, { b: { call: f } } ]\n", "/use/functions/f/input/schema")]
    [InlineData(
        "use: { extensions: [ { e: { extend: set, before: [ { f: { set: ., input: { schema: " + Schema
        + " } } } ] } } ] }\ndo: [ { a: { set: . } } ]\n", "/use/extensions/0/e/before/0/f/input/schema")]
    public async Task Read_WhereverASchemaStands_HoldsWhatWasFetched(string rest, string pointer)
    {
        var shelf = new Shelf().With(Address, """{ "type": "object", "required": ["n"] }""");

        var definition = await shelf.DefinitionAsync(Text.With(rest));

        var place = JsonDocument.Parse(definition.Json).RootElement;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            place = place.ValueKind == JsonValueKind.Array ? place[int.Parse(part)] : place.GetProperty(part);
        }

        Assert.Equal("""{"type":"object","required":["n"]}""", place.GetProperty("document").GetRawText());
        Assert.Equal(Address, place.GetProperty("resource").GetProperty("endpoint").GetString());
        Assert.Single(shelf.Requests);
        Assert.True(DefinitionReader.Read(definition.Json.Span).IsValid);
    }

    [Fact]
    public async Task Run_WhenItsInputDoesNotFitWhatWasFetched_Fails()
    {
        var definition = await Shelf.DefinitionAsync(Text.With(
            "do: [ { a: { set: { x: 1 }, input: { schema: { resource: { endpoint: "
            + "https://schemas.example/order.yaml } } } } } ]\n"));
        await using var engine = new Execution.Engine();

        var tasks = JsonDocument.Parse(definition.Json).RootElement.GetProperty("do").GetRawText();
        var ended = await engine.RunAsync($"do: {tasks}", """{"m":1}""");

        Assert.Contains("The input of task 'a' does not fit its schema", ended.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "{ endpoint: 'https://schemas.example/none.json' }", "",
        "The schema is at https://schemas.example/none.json. It cannot be fetched: it answered 404.")]
    [InlineData(
        "{ endpoint: 'https://schemas.example/page.html' }", "",
        "The schema is at https://schemas.example/page.html. It is neither JSON nor YAML: line ")]
    [InlineData(
        "{ endpoint: 'https://schemas.example/bad.json' }", "/../document/type",
        "It stands in https://schemas.example/bad.json.")]
    [InlineData("{}", "", "The property `endpoint` is missing")]
    [InlineData("{ endpoint: 'https://h/{id}' }", "/endpoint", "the address must be written out")]
    [InlineData("{ endpoint: '${ .x }' }", "/endpoint", "the address must be written out")]
    [InlineData("{ endpoint: 'ftp://h/x' }", "/endpoint", "no absolute http or https URI")]
    [InlineData("{ endpoint: 'https://h/x#/defs/a' }", "/endpoint", "only whole documents are fetched")]
    [InlineData("{ endpoint: 'https://u:p@h/x' }", "/endpoint", "write it below `authentication`")]
    [InlineData("{ endpoint: { uri: 'https://h/x', authentication: { bearer: { use: s } } } }",
        "/endpoint/authentication", "no secret is known")]
    [InlineData("{ endpoint: 'https://h/x', nam: x }", "/nam", "did you mean `name`?")]
    public async Task Read_WhenTheResourceIsNone_NamesPlaceAddressAndReason(
        string resource, string pointer, string message)
    {
        var result = await Shelf.ReadAsync(Text.With(
            $"use: {{ secrets: [ s ] }}\ndo:\n- a: {{ set: ., input: {{ schema: {{ resource: {resource} }} }} }}\n"));

        var error = Assert.Single(result.Errors);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(
            "/do/0/a/input/schema" + (pointer.StartsWith("/..", default) ? pointer[3..] : "/resource" + pointer),
            error.Pointer);
        Assert.Equal(Text.HeaderLines + 3, error.Line);
    }

    [Theory]
    [InlineData("{ basic: { username: u, password: p } }", "Basic dTpw")]
    [InlineData("{ bearer: { token: t } }", "Bearer t")]
    [InlineData("{ use: named }", "Bearer n")]
    public async Task Read_WhenTheEndpointHasALogin_SendsIt(string login, string header)
    {
        var shelf = new Shelf().With(Address, "{}");

        await shelf.DefinitionAsync(Text.With(
            "use: { authentications: { named: { bearer: { token: n } } } }\n"
            + $"input: {{ schema: {{ resource: {{ endpoint: {{ uri: '{Address}', authentication: {login} }} }} }} }}\n"
            + "do: []\n"));

        Assert.Equal(header, Assert.Single(shelf.Requests).Authorization);
    }

    [Fact]
    public async Task Read_WhenSomethingElseIsWrongOrTheSchemaIsThere_FetchesNothing()
    {
        var shelf = new Shelf();

        var wrong = await shelf.ReadAsync(Text.With(
            $"input: {{ schema: {Schema} }}\ndo: [ {{ a: {{ sett: 1 }} }} ]\n"));
        await shelf.DefinitionAsync(Text.With(
            $"input: {{ schema: {{ document: {{}}, resource: {{ endpoint: '{Address}' }} }} }}\ndo: []\n"));

        Assert.Contains("did you mean `set`?", Assert.Single(wrong.Errors).Message, StringComparison.Ordinal);
        Assert.Empty(shelf.Requests);
    }

    [Fact]
    public async Task Read_WhenThereAreTooManyOrTooLargeResources_SaysSo()
    {
        var shelf = new Shelf().With("https://h/1", "{}").With("https://h/2", "{}")
            .With("https://h/large", $"{{ \"title\": \"{new string('x', 1_048_500)}\" }}");
        static string Schemas(string first, string second) => Text.With(
            $"input: {{ schema: {{ resource: {{ endpoint: '{first}' }} }} }}\n"
            + $"output: {{ schema: {{ resource: {{ endpoint: '{second}' }} }} }}\ndo: []\n");

        var many = await shelf.ReadAsync(Schemas("https://h/1", "https://h/2"), max: 1);
        var same = await shelf.ReadAsync(Schemas("https://h/1", "https://h/1"), max: 1);
        var large = await shelf.ReadAsync(Schemas("https://h/1", "https://h/large"));
        var often = await shelf.ReadAsync(Schemas("https://h/large", "https://h/large"));

        Assert.Contains("more than 1 resources", Assert.Single(many.Errors).Message, StringComparison.Ordinal);
        Assert.True(same.IsValid);
        Assert.Contains("the limit is 1048576", Assert.Single(large.Errors).Message, StringComparison.Ordinal);
        Assert.Contains(
            "With it, what the definition refers to has more than 1048576 bytes as JSON",
            Assert.Single(often.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhereNothingIsFetched_NamesTheAddressAndTheRemedy()
    {
        var error = Assert.Single(Text.Errors(Text.With($"input: {{ schema: {Schema} }}\ndo: []\n")));

        Assert.Equal("/input/schema/resource", error.Pointer);
        Assert.Equal(
            $"The schema is at {Address}, and is fetched only when a definition is registered; register it, or write "
            + "it out below `document`.", error.Message);
    }
}
