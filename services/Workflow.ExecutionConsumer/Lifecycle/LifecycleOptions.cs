using System.ComponentModel.DataAnnotations;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Lifecycle;

/// <summary>Which lifecycle events of the DSL are published, and how. Variables: WORKFLOW_LIFECYCLE_ and the option's
/// name.</summary>
public sealed record LifecycleOptions
{
    public const string Prefix = "WORKFLOW_LIFECYCLE";

    /// <summary><c>none</c>, <c>workflows</c> (start and end of runs, pauses, waits for events) or <c>all</c> (those of
    /// tasks too, at least three messages for each task). All consumers of an installation should say the same. Default
    /// none.</summary>
    [AllowedValues("none", "workflows", "all", ErrorMessage = "is none of none, workflows, all.")]
    public string Events { get; init; } = "none";

    /// <summary>Topic they go to. One other than that of all events must exist, and no run hears what is there. Default
    /// <c>workflow.events</c>.</summary>
    [RegularExpression(@"workflow\.events|(?!workflow\.)[A-Za-z0-9._-]{1,249}", ErrorMessage =
        "is no topic for them: 1 to 249 letters, digits, '.', '_' and '-'; of those that begin with workflow., only "
        + "workflow.events.")]
    public string Topic { get; init; } = Topics.Events;

    /// <summary>Bytes of a run's or task's output that an event carries; longer ones are left out, 0 leaves out all.
    /// More saves readers a question and makes the topic larger. Default 16 KiB.</summary>
    [Range(0, 256 * 1024)]
    public int OutputBytesMax { get; init; } = 16 * 1024;

    /// <summary>Changes older than this are not told any more, as when the option was just turned on. Default 24
    /// h.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "365.00:00:00")]
    public TimeSpan AgeMax { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Whether anything is published.</summary>
    internal bool IsOn => Events != "none";

    /// <summary>Whether tasks are told of.</summary>
    internal bool HasTasks => Events == "all";
}
