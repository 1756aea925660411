using System.Diagnostics;

namespace Workflow.Model;

/// <summary>Where the platform's spans come from. While nobody listens nothing is made, and asking costs one
/// comparison.</summary>
public static class Tracing
{
    /// <summary>Name of the source, to listen by.</summary>
    public const string Name = "Workflow";

    /// <summary>Member of a step's metadata by which a run finds its trace again.</summary>
    public const string Member = MessageHeaders.TraceParent;

    private static readonly ActivitySource Source = new(Name);

    public static bool IsOn => Source.HasListeners();

    /// <summary>W3C trace context of the span that we are in; null when it is not recorded, or nobody
    /// listens.</summary>
    public static string? Current => IsOn && Activity.Current is { Recorded: true } span ? span.Id : null;

    /// <summary>Begins a span below the current one.</summary>
    /// <returns>Null when nobody wants it.</returns>
    public static Activity? Begin(string name, ActivityKind kind = ActivityKind.Internal) =>
        Source.StartActivity(name, kind);

    /// <summary>Begins a span below one of another process, or of an earlier time.</summary>
    /// <param name="parent">W3C trace context; anything else counts as none.</param>
    /// <param name="isResumed">Whether it continues what the parent began, and so is linked to it, too.</param>
    /// <returns>Null when nobody wants it.</returns>
    public static Activity? BeginBelow(string? parent, string name, ActivityKind kind, bool isResumed = false)
    {
        if (!IsOn)
        {
            return null;
        }

        var isKnown = ActivityContext.TryParse(parent, null, isRemote: true, out var context);
        return Source.StartActivity(
            kind, context, links: isKnown && isResumed ? [new ActivityLink(context)] : null, name: name);
    }

    /// <summary>Notes that a message is sent, as a span that ends at once.</summary>
    /// <param name="parent">Whoever asked for it, as W3C trace context; null for nobody.</param>
    /// <returns>What the message's header is to say; null for no header.</returns>
    public static string? Sent(string topic, string? parent)
    {
        if (parent is null)
        {
            return null;
        }

        using var span = BeginBelow(parent, $"send {topic}", ActivityKind.Producer);
        span?.SetTag("messaging.system", "kafka").SetTag("messaging.destination.name", topic);
        return span?.Id ?? parent;
    }
}
