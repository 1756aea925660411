using System.Text;
using Microsoft.AspNetCore.Http;
using Workflow.IntegrationTests.Platform;

namespace Workflow.IntegrationTests.Reports;

/// <summary>An agent that answers bit by bit: what the test says before and after it lets it go on.</summary>
internal sealed class TalkingAgent
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _brokenOff = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the platform breaks a call off.</summary>
    public Task BrokenOff => _brokenOff.Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <param name="before">Said at once.</param>
    /// <param name="after">Said when the test goes on.</param>
    public static async Task<TalkingAgent> RegisterAsync(
        LocalPlatform platform, string name, string before, string after, string type = "application/x-ndjson")
    {
        var agent = new TalkingAgent();
        await platform.RegisterAgentAsync(name, (_, ct) => Task.FromResult<object?>(Results.Stream(
            async body =>
            {
                await body.WriteAsync(Encoding.UTF8.GetBytes(before), ct);
                await body.FlushAsync(ct);
                await agent.GoOnAsync(ct);
                await body.WriteAsync(Encoding.UTF8.GetBytes(after), ct);
            },
            type)));
        return agent;
    }

    public void GoOn() => _open.TrySetResult();

    private async Task GoOnAsync(CancellationToken ct)
    {
        try
        {
            await _open.Task.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            _brokenOff.TrySetResult();
            throw;
        }
    }
}
