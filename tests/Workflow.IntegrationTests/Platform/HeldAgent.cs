using System.Collections.Concurrent;

namespace Workflow.IntegrationTests.Platform;

/// <summary>An agent whose calls last until the test lets them end, or until the caller breaks them off.</summary>
internal sealed class HeldAgent
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<Guid, int> _calls = new();
    private int _brokenOff;
    private int _answered;

    /// <summary>Calls received, repetitions of the same task included.</summary>
    public int Calls => _calls.Values.Sum();

    /// <summary>Different tasks among them.</summary>
    public int Tasks => _calls.Count;

    /// <summary>Calls that the caller broke off.</summary>
    public int BrokenOff => Volatile.Read(ref _brokenOff);

    /// <summary>Calls that were let end.</summary>
    public int Answered => Volatile.Read(ref _answered);

    public static async Task<HeldAgent> RegisterAsync(LocalPlatform platform, string name)
    {
        var agent = new HeldAgent();
        await platform.RegisterAgentAsync(name, agent.AnswerAsync);
        return agent;
    }

    /// <summary>Answers every call, now and later, with its input.</summary>
    public void Release() => _open.TrySetResult();

    public async Task<object?> AnswerAsync(AgentCallSeen call, CancellationToken ct)
    {
        _calls.AddOrUpdate(call.TaskId, 1, (_, count) => count + 1);
        try
        {
            await _open.Task.WaitAsync(ct);
            Interlocked.Increment(ref _answered);
            return call.Input;
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _brokenOff);
            throw;
        }
    }
}
