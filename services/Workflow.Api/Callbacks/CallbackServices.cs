using Workflow.Database.Callbacks;
using Workflow.Database.Recovery;
using Workflow.Hosting.Callbacks;
using Workflow.Model.Callbacks;

namespace Workflow.Api.Callbacks;

/// <summary>The keys that may have signed a callback URL, the newest first; none when callbacks are not set
/// up.</summary>
internal sealed class CallbackKeys(CallbackOptions options)
{
    public IReadOnlyList<CallbackKey> All { get; } =
        [
            .. new[] { options.Secret, options.PreviousSecret }.OfType<string>()
                .Select(secret => new CallbackKey(secret)),
        ];

    public int CheckpointBytesMax => options.CheckpointBytesMax;
}

/// <summary>What callbacks are made of.</summary>
internal static class CallbackServices
{
    public static void AddCallbacks(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(new CallbackKeys(CallbackSettings.Read(settings.AsEnumerable())));
        services.AddSingleton<CallbackStore>();
        services.AddSingleton<StepCheckpoints>();
        services.AddSingleton<CallbackCommand>();
    }
}
