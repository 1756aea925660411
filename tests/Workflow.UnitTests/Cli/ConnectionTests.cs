using Workflow.Cli;
using Workflow.Cli.Calls;
using Workflow.Cli.Connections;
using Xunit;

namespace Workflow.UnitTests.Cli;

public sealed class ConnectionTests
{
    private static readonly ConfigFile File = new("config.json", "home", new Dictionary<string, NamedContext>
    {
        ["home"] = new("http://home", "of-home"),
        ["away"] = new("https://away/base", "of-away"),
        ["open"] = new("http://open"),
    });

    [Theory]
    [InlineData(null, null, null, null, "http://home/", "of-home")]
    [InlineData(null, null, null, "env", "http://home/", "env")]
    [InlineData(null, "away", null, "env", "https://away/base/", "of-away")]
    [InlineData(null, "open", null, "env", "http://open/", "env")]
    [InlineData(null, null, "http://there", null, "http://there/", null)]
    [InlineData(null, null, "http://there", "env", "http://there/", "env")]
    [InlineData(null, "away", "http://there", null, "https://away/base/", "of-away")]
    [InlineData("http://given", null, "http://there", null, "http://given/", null)]
    [InlineData("http://given", null, null, "env", "http://given/", "env")]
    public void Connection_WhenSeveralPlacesSayOne_TakesTheNearestAndNoTokenOfAnother(
        string? api, string? context, string? url, string? token, string expected, string? expectedToken)
    {
        var chosen = Connection.Choose(
            api is null ? null : new Uri(api), context,
            name => name == Connection.UrlVariable ? url : name == Connection.TokenVariable ? token : null, () => File);

        Assert.Equal((expected, expectedToken), (chosen.Url.ToString(), chosen.Token));
    }

    [Fact]
    public void Connection_WhenThereIsNoFile_IsThisMachine() =>
        Assert.Equal(
            Connection.Default,
            Connection.Choose(
                null, null, _ => null,
                () => new ConfigFile("none", null, new Dictionary<string, NamedContext>())).Url);

    [Theory]
    [InlineData("90s", "2026-01-02T03:02:35.000Z")]
    [InlineData("7d", "2025-12-26T03:04:05.000Z")]
    [InlineData("2026-01-01", "2026-01-01T00:00:00.000Z")]
    [InlineData("2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00.000Z")]
    public void Moment_WhenAnAgeOrATime_IsUtc(string text, string expected) =>
        Assert.Equal(expected, Moments.Read("--since", text, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));

    [Theory]
    [InlineData("7")]
    [InlineData("-1d")]
    [InlineData("soon")]
    public void Moment_WhenNeither_IsRefusedWithExamples(string text) =>
        Assert.StartsWith(
            $"--since '{text}': Give an age such as 90s",
            Assert.Throws<InputException>(() => Moments.Read("--since", text, DateTimeOffset.UnixEpoch)).Message);
}
