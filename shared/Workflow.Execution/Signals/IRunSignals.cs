using Workflow.Model;

namespace Workflow.Execution.Signals;

/// <summary>What became of an event that a run has sent to another.</summary>
public enum SignalSent
{
    /// <summary>It is in the other run's inbox, or was taken out of it already.</summary>
    Kept,

    /// <summary>There is no such run of the same owner.</summary>
    UnknownRun,

    /// <summary>The other run has an end status.</summary>
    Ended,

    /// <summary>The other run has too many signals that it has not taken in.</summary>
    Full,

    /// <summary>The database refuses the content; see the reason.</summary>
    Refused,
}

/// <param name="Reason">The database's words, for <see cref="SignalSent.Refused"/>.</param>
public readonly record struct SignalSentResult(SignalSent Outcome, string? Reason = null);

/// <summary>Sends events from run to run, and out.</summary>
public interface IRunSignals
{
    /// <summary>Puts the event into the inbox of a run of the same owner, once for each id, and wakes that run.
    /// Repeats while the database is away.</summary>
    /// <param name="eventId">The same however often it is sent.</param>
    /// <param name="cloudEvent">A JSON object.</param>
    ValueTask<SignalSentResult> SendAsync(
        Guid from, Guid to, string eventId, RawJson cloudEvent, CancellationToken ct);

    /// <summary>Puts the event on <see cref="Topics.Events"/>, and ends once the broker has stored it. Repeats while
    /// the broker is away.</summary>
    /// <param name="cloudEvent">A JSON object.</param>
    Task PublishAsync(Guid from, RawJson cloudEvent, CancellationToken ct);
}
