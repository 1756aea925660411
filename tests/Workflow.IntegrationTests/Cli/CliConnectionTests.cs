using System.Net;
using System.Text.Json;
using Xunit;

namespace Workflow.IntegrationTests.Cli;

/// <summary>Which API the command line calls, as whom, and what it says when nobody is there.</summary>
public sealed class CliConnectionTests : IDisposable
{
    private readonly HttpListener _api = new();
    private readonly TempFolder _files = new();
    private readonly string _url;

    public CliConnectionTests()
    {
        _url = $"http://127.0.0.1:{Ports.Free()}/";
        _api.Prefixes.Add(_url);
        _api.Start();
    }

    public void Dispose()
    {
        _api.Close();
        _files.Dispose();
    }

    [Fact]
    public async Task Contexts_WhenNamed_SendTheirTokenToTheirAddressAlone()
    {
        var config = _files.PathOf("config.json");
        var cli = new Cli(("WORKFLOW_CONFIG", config));
        (await cli.RunWithInputAsync("wfk_one\n", "contexts", "set", "one", "--url", _url, "--token-stdin")).With(0);
        _files.Write("token", "wfk_two\n");
        (await cli.RunAsync(
            "contexts", "set", "two", "--url", _url + "below", "--token-file", _files.PathOf("token"))).With(0);

        Assert.Equal(("/api/v1/agents", "Bearer wfk_one"), await SeenAsync(cli, "agents", "list"));
        Assert.Equal(
            ("/below/api/v1/agents", "Bearer wfk_two"), await SeenAsync(cli, "agents", "list", "--context", "two"));
        Assert.Equal(("/api/v1/agents", null), await SeenAsync(cli, "agents", "list", "--api", _url));
        (await cli.RunAsync("contexts", "use", "two")).With(0);
        Assert.Equal(("/below/api/v1/agents", "Bearer wfk_two"), await SeenAsync(cli, "agents", "list"));
        var variables = new Cli(("WORKFLOW_CONFIG", config), ("WORKFLOW_URL", _url), ("WORKFLOW_TOKEN", "wfk_three"));
        Assert.Equal(("/api/v1/agents", "Bearer wfk_three"), await SeenAsync(variables, "agents", "list"));

        var listed = (await cli.RunAsync("contexts", "list")).With(0).Output;
        Assert.Contains("two", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("wfk_", listed, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(config));
        }
    }

    [Fact]
    public async Task Refusals_WhenTheApiAnswersThem_BecomeExitCodes()
    {
        var cli = new Cli(("WORKFLOW_URL", _url));
        foreach (var (status, code) in (List<(int, int)>)
            [(400, 2), (401, 6), (403, 6), (404, 3), (409, 4), (412, 4), (422, 2), (429, 5), (500, 1), (503, 5)])
        {
            var ended = cli.RunAsync("agents", "list");
            await AnswerAsync(status, """{"title": "No.", "detail": "Because \u001b[31mof it."}""");
            var told = (await ended).With(code).Errors;
            Assert.Equal($"No. ({status})\n  Because \uFFFD[31mof it.\n", told);
        }
    }

    [Fact]
    public async Task Calls_WhenTheyCannotWork_NameTheRemedy()
    {
        var nobody = new Cli(("WORKFLOW_URL", $"http://127.0.0.1:{Ports.Free()}"));
        Assert.Contains("cannot be reached", (await nobody.RunAsync("runs", "list")).With(5).Errors);

        var config = _files.Write("config.json", """{"contexts": {"a": {"url": "ftp://x"}}}""");
        var cli = new Cli(("WORKFLOW_CONFIG", config));
        Assert.Contains("it has a.", (await cli.RunAsync("runs", "list", "--context", "b")).With(2).Errors);
        Assert.Contains("'ftp://x' is no addr", (await cli.RunAsync("runs", "list", "--context", "a")).With(2).Errors);
        Assert.Contains(
            "one of them", (await cli.RunAsync("runs", "list", "--context", "a", "--api", _url)).With(2).Errors);
        _files.Write("config.json", """{"contexts": ]""");
        Assert.Contains("config.json:1:14: ", (await cli.RunAsync("runs", "list")).With(2).Errors);
        var wrong = new Cli(("WORKFLOW_URL", "localhost"));
        Assert.Contains("WORKFLOW_URL: 'localhost'", (await wrong.RunAsync("runs", "list")).With(2).Errors);
    }

    [Fact]
    public async Task Command_WhenAnArgumentIsMissing_NamesItAndTheUsage()
    {
        var told = (await new Cli().RunAsync("workflows", "diff", "triage")).With(2).Errors;
        Assert.Contains("<from> is missing: The older version.", told, StringComparison.Ordinal);
        Assert.Contains("workflows diff <workflow> <from> [<to>]", told, StringComparison.Ordinal);
    }

    private async Task<(string Path, string? Token)> SeenAsync(Cli cli, params string[] words)
    {
        var ended = cli.RunAsync(words);
        var seen = await AnswerAsync(200, """{"agents": [], "next": null}""");
        (await ended).With(0);
        return seen;
    }

    private async Task<(string Path, string? Token)> AnswerAsync(int status, string body)
    {
        var call = await _api.GetContextAsync();
        call.Response.StatusCode = status;
        call.Response.ContentType = status < 400 ? "application/json" : "application/problem+json";
        call.Response.Close(JsonSerializer.SerializeToUtf8Bytes(JsonElement.Parse(body)), willBlock: true);
        return (call.Request.Url!.AbsolutePath, call.Request.Headers["Authorization"]);
    }
}
