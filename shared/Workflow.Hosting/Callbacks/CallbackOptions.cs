using System.ComponentModel.DataAnnotations;

namespace Workflow.Hosting.Callbacks;

/// <summary>How agents that answered 202 reach the platform later. Bridges and APIs need the same. Environment:
/// WORKFLOW_CALLBACK_ and the option's name, e.g. WORKFLOW_CALLBACK_SECRET.</summary>
public sealed record CallbackOptions
{
    /// <summary>Root of the API as agents reach it, such as https://workflow.example.com. Without it, or without a
    /// secret, calls carry no callback URL and 202 is an error. Default: none.</summary>
    public string? Url { get; init; }

    /// <summary>Signs callback URLs; at least 32 characters. Who has it can answer any task whose ids they know.
    /// Default: none.</summary>
    [MinLength(CallbackSettings.SecretCharactersMin, ErrorMessage =
        "must have at least 32 characters: shorter ones can be guessed, and with them every answer forged.")]
    public string? Secret { get; init; }

    /// <summary>The one before it: URLs that it has signed are taken, none is signed with it any more. Default:
    /// none.</summary>
    [MinLength(CallbackSettings.SecretCharactersMin, ErrorMessage =
        "must have at least 32 characters: shorter ones can be guessed, and with them every answer forged.")]
    public string? PreviousSecret { get; init; }

    /// <summary>How long a callback URL is taken when its attempt has no deadline. Shorter gives less to whoever finds
    /// an old one; too short refuses slow agents. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "24.00:00:00", ErrorMessage =
        "must be 1000 to 2073600000 ms: less refuses every answer.")]
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a task stands as accepted without a word from the agent, when the agent names no time; then it
    /// is called again under the same task id. Also the longest that an agent may name. Shorter finds an agent sooner
    /// that forgot its task, and calls a slow one again. Default 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "24.00:00:00", ErrorMessage =
        "must be 100 to 2073600000 ms: less would call agents again that have just accepted.")]
    public TimeSpan Acceptance { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Bytes of a checkpoint that a callback brings; beyond it 422. Default 64 KiB.</summary>
    [Range(1, 256 * 1_024, ErrorMessage = "must be 1 to 262144: checkpoints travel with every later call.")]
    public int CheckpointBytesMax { get; init; } = 64 * 1_024;
}
