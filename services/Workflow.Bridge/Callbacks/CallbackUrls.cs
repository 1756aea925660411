using Workflow.Hosting.Callbacks;
using Workflow.Model;
using Workflow.Model.Callbacks;

namespace Workflow.Bridge.Callbacks;

/// <summary>Makes the address at which an agent may answer a task later. It stands in no message and no table: who
/// reads those cannot answer. Thread-safe.</summary>
internal sealed class CallbackUrls(CallbackOptions options, TimeProvider time)
{
    private const string Path = "/api/v1/agent-callbacks/";

    /// <summary>Clocks differ, and an answer given in the last moment takes a while.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    private readonly CallbackKey? _key = options.Secret is { } secret ? new CallbackKey(secret) : null;

    public CallbackOptions Options => options;

    /// <returns>Null when callbacks are not set up.</returns>
    public string? Of(AgentTask task)
    {
        if (options.Url is null || _key is null)
        {
            return null;
        }

        var until = (task.Deadline ?? time.GetUtcNow() + options.Lifetime) + Leeway;
        return options.Url.TrimEnd('/') + Path + new CallbackToken(task.RunId, task.TaskId, until).Write(_key);
    }
}
