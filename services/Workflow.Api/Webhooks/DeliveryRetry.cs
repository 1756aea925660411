using Workflow.Database.Webhooks;

namespace Workflow.Api.Webhooks;

/// <summary>How a try ended.</summary>
public enum SendOutcome
{
    /// <summary>The receiver answered 2xx.</summary>
    Taken,

    /// <summary>It may work later.</summary>
    Failed,

    /// <summary>It will not work later either.</summary>
    Hopeless,
}

/// <summary>Decides what comes after a failed try.</summary>
public static class DeliveryRetry
{
    /// <param name="asked">What the receiver asked for with Retry-After; null when it did not.</param>
    /// <returns>The pause before the next try; null gives up.</returns>
    public static TimeSpan? After(
        SendOutcome outcome, ClaimedDelivery delivery, TimeSpan? asked, WebhookOptions options)
    {
        var max = delivery.Event == WebhookEvents.Progress ? options.ProgressAttemptsMax : options.AttemptsMax;
        var tries = delivery.Attempt - delivery.AttemptsBefore;
        if (outcome != SendOutcome.Failed || tries >= max)
        {
            return null;
        }

        var pause = options.RetryDelay * Math.Pow(2, Math.Min(tries - 1, 20)) * Jitter(delivery.Id, tries);
        pause = asked > pause ? asked.Value : pause;
        return pause < options.RetryDelayMax ? pause : options.RetryDelayMax;
    }

    /// <summary>From a half to one, spread by the delivery's id: those that failed together do not come back
    /// together.</summary>
    private static double Jitter(Guid id, int tries)
    {
        const uint spread = 0x9e3779b9;
        var drawn = BitConverter.ToUInt32(id.ToByteArray()) + unchecked((uint)tries * spread);
        return 0.5 + drawn / (2.0 * uint.MaxValue);
    }
}
