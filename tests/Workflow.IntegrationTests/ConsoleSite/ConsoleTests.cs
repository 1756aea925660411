using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Workflow.Api.Startup;
using Workflow.Hosting;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.ConsoleSite;

/// <summary>The API hands out the console's files, and everything else stays the API's.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ConsoleTests(ConsoleApi console) : IClassFixture<ConsoleApi>
{
    private ApiHost Api => console.Host;

    [Theory]
    [InlineData("/")]
    [InlineData("/runs/01a1fc25-3936-7f78-be34-9409cbaa7fca")]
    [InlineData("/workflows")]
    [InlineData("/dead-letters/7")]
    public async Task Page_WhenAskedForWithoutAToken_IsTheDocument(string path)
    {
        var answer = await Api.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(ConsoleApi.Document, await answer.Content.ReadAsStringAsync());
        Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
        Assert.Contains("script-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Document_WhenKnown_IsNotSentAgain()
    {
        var tag = (await Api.Http.GetAsync("/")).Headers.ETag!;
        var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { IfNoneMatch = { tag } } };
        Assert.Equal(HttpStatusCode.NotModified, (await Api.Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Asset_WhenAskedFor_MayBeKeptForGood()
    {
        var answer = await Api.Http.GetAsync("/assets/app-1.js");
        Assert.Equal(ConsoleApi.Script, await answer.Content.ReadAsStringAsync());
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.GetValues("Cache-Control").Single());
    }

    [Theory]
    [InlineData("gzip, br", "br", ConsoleApi.Packed)]
    [InlineData("gzip, br;q=0", null, ConsoleApi.Script)]
    public async Task Asset_WhenAPackedCopyLiesBesideIt_IsSentPackedToWhoTakesIt(
        string accepted, string? encoding, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/assets/app-1.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        var answer = await Api.Http.SendAsync(request);
        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(new MediaTypeHeaderValue("text/javascript"), answer.Content.Headers.ContentType);
        Assert.Equal(body, Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()));
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("GET", "/assets/gone.js")]
    [InlineData("GET", "/nothing")]
    [InlineData("POST", "/runs")]
    public async Task AnythingElse_WhenAskedFor_IsNoPage(string method, string path)
    {
        var answer = await Api.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        await answer.ProblemAsync(404, "no-such-route");
    }

    [Fact]
    public async Task File_WhenOutsideTheFolder_IsNotThere() =>
        await (await Api.Http.GetAsync("/..%2f..%2fetc%2fpasswd")).ProblemAsync(404, "no-such-route");

    [Fact]
    public void Api_WhenTheNamedFolderHoldsNoConsole_DoesNotStart()
    {
        var empty = console.Folder.CreateSubdirectory("empty").FullName;
        var refused = Assert.Throws<SettingException>(() => ApiApplication.Build(
            ["--DATABASE_URL=postgresql://u:p@127.0.0.1:1/d", $"--WORKFLOW_CONSOLE_FOLDER={empty}"]));
        Assert.Contains("WORKFLOW_CONSOLE_FOLDER", refused.Message);
        Assert.Contains("npm run build", refused.Message);
    }
}

/// <summary>An API with accounts that has a small console.</summary>
public sealed class ConsoleApi(PostgresFixture postgres) : ApiTest(postgres), IDisposable
{
    public const string Document = "<!doctype html><title>console</title>";
    public const string Script = "export const one = 1;";
    public const string Packed = "packed, as far as this test goes";

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("console");

    public ApiHost Host => Api;

    protected override string[] Settings => [$"--WORKFLOW_CONSOLE_FOLDER={Built()}"];

    protected override bool HasAccounts => true;

    public void Dispose() => Folder.Delete(recursive: true);

    private string Built()
    {
        var assets = Folder.CreateSubdirectory("assets").FullName;
        File.WriteAllText(Path.Combine(Folder.FullName, "index.html"), Document);
        File.WriteAllText(Path.Combine(assets, "app-1.js"), Script);
        File.WriteAllText(Path.Combine(assets, "app-1.js.br"), Packed);
        return Folder.FullName;
    }
}
