using System.Text.Json;
using Workflow.Definitions;
using Workflow.Definitions.Syntax;
using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary>Functions of catalogs: fetched once, and a part of the definition from then on.</summary>
public sealed class CatalogTests
{
    private const string Root = "https://host/catalog";
    private const string Log = Root + "/functions/log/1.0.0/function.yaml";

    private const string Use = "use: { catalogs: { global: { endpoint: '" + Root + "' } } }\n";

    private const string Greeting = """
        input: { schema: { document: { type: object, required: [ name ] } } }
        set: { text: '${ "Hello \(.name)" }' }
        """;

    [Fact]
    public async Task Call_OfACatalogsFunction_IsAPartOfTheDefinitionAndRuns()
    {
        var shelf = new Shelf().With(Log, Greeting);

        var definition = await shelf.DefinitionAsync(Text.With(
            Use + "do:\n- a: { call: 'log:1.0.0@global', with: { name: Ada } }\n"
            + "- b: { call: 'log:1.0.0@global', with: { name: '${ .text }' } }\n"));

        Assert.Equal(Log, Assert.Single(shelf.Requests).Address.AbsoluteUri);
        var first = Assert.IsType<DoTask>(definition.Do.Tasks[0]);
        Assert.Equal("/do/0/a/call/log:1.0.0@global", first.Do.Tasks[0].Pointer);
        var json = JsonDocument.Parse(definition.Json).RootElement;
        Assert.Equal(
            """{"text":"${ \"Hello \\(.name)\" }"}""",
            json.GetProperty("use").GetProperty("functions").GetProperty("log:1.0.0@global").GetProperty("set")
                .GetRawText());
        Assert.Equal(Root, json.GetProperty("use").GetProperty("catalogs").GetProperty("global")
            .GetProperty("endpoint").GetString());
        Assert.True(DefinitionReader.Read(definition.Json.Span).IsValid);

        await using var engine = new Execution.Engine();
        var ended = await engine.RunAsync(
            $"use: {json.GetProperty("use").GetRawText()}\ndo: {json.GetProperty("do").GetRawText()}");
        Assert.Equal("""{"text":"Hello Hello Ada"}""", ended.Output);
    }

    [Theory]
    [InlineData("https://github.com/serverlessworkflow/catalog/tree/main",
        "https://raw.githubusercontent.com/serverlessworkflow/catalog/refs/heads/main"
        + "/functions/log/1.0.0/function.yaml")]
    [InlineData("https://github.com/serverlessworkflow/catalog",
        "https://raw.githubusercontent.com/serverlessworkflow/catalog/HEAD/functions/log/1.0.0/function.yaml")]
    [InlineData("https://github.com/o/r/tree/0123456789abcdef0123456789abcdef01234567/deep/er/",
        "https://raw.githubusercontent.com/o/r/0123456789abcdef0123456789abcdef01234567/deep/er"
        + "/functions/log/1.0.0/function.yaml")]
    [InlineData("https://gitlab.com/group/sub/project/-/tree/main/lib",
        "https://gitlab.com/group/sub/project/-/raw/main/lib/functions/log/1.0.0/function.yaml")]
    [InlineData("https://gitlab.com/group/project",
        "https://gitlab.com/group/project/-/raw/HEAD/functions/log/1.0.0/function.yaml")]
    [InlineData("https://git.example/g/p/-/tree/v1",
        "https://git.example/g/p/-/raw/v1/functions/log/1.0.0/function.yaml")]
    [InlineData("https://host/", "https://host/functions/log/1.0.0/function.yaml")]
    [InlineData("https://host/c?key=1", "https://host/c/functions/log/1.0.0/function.yaml?key=1")]
    public async Task Call_WhereverTheCatalogIs_AsksForTheFileItself(string root, string address)
    {
        var shelf = new Shelf().With(address, "set: { x: 1 }");

        await shelf.DefinitionAsync(Text.With(
            $"use: {{ catalogs: {{ c: {{ endpoint: {{ uri: '{root}' }} }} }} }}\n"
            + "do: [ { a: { call: 'log:1.0.0@c' } } ]\n"));

        Assert.Equal(address, Assert.Single(shelf.Requests).Address.AbsoluteUri);
    }

    [Theory]
    [InlineData("https://host/f/function.yaml", "https://host/f/function.yaml")]
    [InlineData("https://host/f", "https://host/f/function.yaml")]
    [InlineData("https://github.com/o/r/blob/main/f.json",
        "https://raw.githubusercontent.com/o/r/refs/heads/main/f.json")]
    public async Task Call_OfAnAddress_IsTheFunctionThere(string callee, string address)
    {
        var shelf = new Shelf().With(address, "set: { x: 1 }");

        var definition = await shelf.DefinitionAsync(Text.Tasks($"- a: {{ call: '{callee}' }}"));

        Assert.IsType<SetTask>(Assert.IsType<DoTask>(definition.Do.Tasks[0]).Do.Tasks[0]);
    }

    [Fact]
    public async Task Call_WhenFunctionsCallOthersAndHaveSchemasElsewhere_FetchesAllOfThem()
    {
        var shelf = new Shelf()
            .With(Log, "input: { schema: { resource: { endpoint: 'https://host/s.json' } } }\n"
                + "do: [ { inner: { call: 'deep:2.0.0@default', with: { n: 1 } } } ]")
            .With("https://host/s.json", "{}")
            .With("https://own/functions/deep/2.0.0/function.yaml", "set: { n: '${ .n + 1 }' }");
        shelf.DefaultCatalog = new Uri("https://own");

        var definition = await shelf.DefinitionAsync(Text.With(Use + "do: [ { a: { call: 'log:1.0.0@global' } } ]\n"));

        Assert.Equal(3, shelf.Requests.Count);
        Assert.Equal(4, definition.TaskCount);
    }

    [Theory]
    [InlineData("none:1.0.0@global", "/do/0/a/call", "The function `none:1.0.0@global` is at "
        + Root + "/functions/none/1.0.0/function.yaml. It cannot be fetched: it answered 404.")]
    [InlineData("log:1.0.0@globl", "/do/0/a/call", "defines no `globl`; did you mean `global`?")]
    [InlineData("log:1.0.0@default", "/do/0/a/call", "There is no default catalog here")]
    [InlineData("log@global", "/do/0/a/call", "names no function of a catalog")]
    [InlineData("../x:1.0.0@global", "/do/0/a/call", "names no function of a catalog")]
    [InlineData("log:1.0.0", "/do/0/a/call", "Write `log:1.0.0@default`, or another catalog.")]
    [InlineData("bad:1.0.0@global", "/use/functions/bad:1.0.0@global/sett",
        "did you mean `set`? It stands in " + Root + "/functions/bad/1.0.0/function.yaml.")]
    [InlineData("loop:1.0.0@global", "/use/functions/loop:1.0.0@global/call", "calls itself")]
    [InlineData("text:1.0.0@global", "/use/functions/text:1.0.0@global", "It stands in ")]
    public async Task Call_WhenThereIsNoSuchFunction_NamesPlaceAddressAndReason(
        string callee, string pointer, string message)
    {
        var shelf = new Shelf()
            .With(Root + "/functions/bad/1.0.0/function.yaml", "sett: 3")
            .With(Root + "/functions/text/1.0.0/function.yaml", "just text")
            .With(Root + "/functions/loop/1.0.0/function.yaml", "call: 'loop:1.0.0@global'");

        var result = await shelf.ReadAsync(Text.With(Use + $"do:\n- a: {{ call: '{callee}' }}\n"));

        var error = Assert.Single(result.Errors);
        Assert.Equal((pointer, Text.HeaderLines + 3), (error.Pointer, error.Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_OfAFunctionThatIsWrittenOut_FetchesNothing()
    {
        var shelf = new Shelf();

        await shelf.DefinitionAsync(Text.With(
            "use: { functions: { 'log:1.0.0@default': { set: { x: 1 } } } }\n"
            + "do: [ { a: { call: 'log:1.0.0@default' } } ]\n"));

        Assert.Empty(shelf.Requests);
    }

    [Theory]
    [InlineData("use: { catalogs: { c: { endpoint: 'ftp://x' } } }", "/use/catalogs/c/endpoint",
        "no absolute http or https URI")]
    [InlineData("use: { catalogs: { c: { uri: 'https://x' } } }", "/use/catalogs/c/uri", "unknown property `uri`")]
    [InlineData("use: { catalogs: [] }", "/use/catalogs", "must be an object that gives each component a name")]
    public void Read_WhenACatalogIsWrong_SaysSoAlsoIfNothingUsesIt(string use, string pointer, string message)
    {
        var errors = Text.Errors(Text.With($"{use}\ndo: []\n"));

        Assert.Contains(errors, error =>
            error.Pointer == pointer && error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Call_WhereNothingIsFetched_NamesTheRemedy()
    {
        var error = Assert.Single(Text.Errors(Text.With(Use + "do: [ { a: { call: 'log:1.0.0@global' } } ]\n")));

        Assert.Equal(
            $"The function `log:1.0.0@global` is at {Log}, and is fetched only when a definition is registered; "
            + "register it, or write it out below `use.functions`.", error.Message);
    }
}
