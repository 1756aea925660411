using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Tools;

/// <summary>Calls by way of an operator's proxy.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ToolProxyTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Proxy_WhenThereIsOne_CarriesCallsAndTheRulesStay()
    {
        await using var proxy = await ToolServer.StartAsync();
        await using var direct = await ToolServer.StartAsync();
        proxy.OnText("/known", "\"by the proxy\"");
        direct.OnText("/known", "\"directly\"");
        await using var platform = await LocalPlatform.StartAsync(
            postgres,
            settings:
            [
                ("WORKFLOW_TOOLS_PROXY", $"http://user:word@127.0.0.1:{proxy.Port}"),
                ("WORKFLOW_TOOLS_PROXY_EXCEPTIONS", "localhost,*.internal"),
            ]);

        var through = await platform.RunTaskAsync(Get("http://api.tools.invalid/known"));
        var past = await platform.RunTaskAsync(Get($"http://localhost:{direct.Port}/known"));
        var inner = await platform.RunTaskAsync(Get("http://10.1.2.3/known"));

        Assert.Equal("by the proxy", through.Output.GetString());
        Assert.Equal("directly", past.Output.GetString());
        Assert.Equal(("configuration 400", null), (inner.Error, inner.Output.GetString()));
        var seen = Assert.Single(proxy.Requests);
        Assert.Equal("api.tools.invalid", seen.Host);
    }

    private static string Get(string address) =>
        $"{{ call: http, with: {{ method: get, endpoint: '{address}' }} }}";
}
