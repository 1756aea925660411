using System.Net.Http.Json;
using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>Explanations of runs that real consumers and bridges have in hand, and have not.</summary>
[Collection(PlatformCollection.Name)]
public sealed class ExplainTests(PostgresFixture postgres)
{
    private const string Guarded = """
          - guard:
              try:
                - ask:
                    call: Failing
              catch:
                retry: {delay: PT1H, limit: {attempt: {count: 4}}}
        """;

    private const string Parent = """
          - sub:
              run: {workflow: {namespace: tests, name: waiting, version: '1.0.0'}}
        """;

    [Fact]
    public async Task Explain_WhenProcessesHaveRunsInHandAndThenLeave_TellsWhatIsSo()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var answer = new TaskCompletionSource();
        await platform.RegisterAgentAsync("Slow", async (call, ct) =>
        {
            await answer.Task.WaitAsync(ct);
            return call.Input;
        });
        await platform.RegisterAgentAsync("Failing", (_, _) => throw new InvalidOperationException("not today"));

        var asking = await StartAsync(platform, "asking", "  - ask:\n      call: Slow");
        var waiting = await StartAsync(platform, "waiting", "  - nap:\n      wait: PT1H");
        var retrying = await StartAsync(platform, "retrying", Guarded);
        var parent = await StartAsync(platform, "parent", Parent);

        await UntilAsync(platform, asking, "waiting-for-agent");
        await UntilAsync(platform, waiting, "waiting-until");
        var told = await UntilAsync(platform, retrying, "back-off");
        Assert.Contains("attempt 1 of 5 inside 'guard' failed", told, StringComparison.Ordinal);
        told = await UntilAsync(platform, parent, "waiting-for-child");
        Assert.Contains("of 'waiting', which is", told, StringComparison.Ordinal);

        Assert.Equal(0, await platform.Bridge.TerminateAsync());
        await UntilAsync(platform, asking, "no-bridge");
        Assert.Equal(0, await platform.Consumers[0].TerminateAsync());
        await UntilAsync(platform, asking, "no-consumer");
        await UntilAsync(platform, await platform.StartRunAsync(await RegisterAsync(platform, "late")), "no-consumer");

        answer.SetResult();
        platform.StartBridge();
        platform.StartConsumer();
        told = await UntilAsync(platform, asking, "completed");
        Assert.StartsWith("Completed: it reached the end of its definition", told, StringComparison.Ordinal);
    }

    /// <summary>Waits until the first reason has that code, and returns the summary.</summary>
    private static async Task<string> UntilAsync(LocalPlatform platform, Guid run, string code)
    {
        var told = default(JsonElement);
        await platform.UntilAsync($"{code} of {run}", async () =>
        {
            told = await platform.Http.GetFromJsonAsync<JsonElement>($"/api/v1/executions/{run}/explain");
            return told.GetProperty("reasons")[0].GetProperty("code").GetString() == code;
        });
        return told.GetProperty("summary").GetString()!;
    }

    private static async Task<Guid> StartAsync(LocalPlatform platform, string name, string tasks) =>
        await platform.StartRunAsync(await platform.RegisterAsync(tasks, name));

    private static Task<Guid> RegisterAsync(LocalPlatform platform, string name) =>
        platform.RegisterAsync("  - done:\n      set: {done: true}", name);
}
