using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Workflow.Kafka;

/// <summary>When the broker last answered as our group's coordinator, so how long our session is valid at least
/// (R5).</summary>
/// <remarks>Taken from the client's statistics: its own age when they were made, less the silence on the
/// coordinator's connection, which carries nothing but heartbeats and the like. After a pause of the whole process
/// (frozen, swapped out) answers from before may still be read, so nothing counts until a few heartbeats could have
/// been refused.</remarks>
internal sealed class GroupContact(KafkaOptions options, TimeProvider clock, ILogger logger)
{
    private const long Never = long.MinValue;
    private readonly TimeSpan _settle = 3 * options.HeartbeatInterval;
    private readonly TimeSpan _pause = options.SessionTimeout / 2;
    private long _born;
    private long _tick;
    private long _settled;
    private long _last = Never;
    private long _lag;

    /// <summary>How often the client has to report.</summary>
    public static TimeSpan Interval(KafkaOptions options) =>
        TimeSpan.FromMilliseconds(Math.Clamp(options.SessionTimeout.TotalMilliseconds / 5, 200, 1_000));

    /// <summary>Monotonic, of the clock; null: not in the group.</summary>
    public long? Last => Interlocked.Read(ref _last) is var last && last == Never ? null : last;

    /// <summary>Messages of assigned partitions that are not committed, as of the last report.</summary>
    public long Lag => Interlocked.Read(ref _lag);

    /// <summary>A client is about to be made; its age counts from here.</summary>
    public void Born() => (_born, _tick) = (clock.GetTimestamp(), clock.GetTimestamp());

    public void Lost() => Interlocked.Exchange(ref _last, Never);

    /// <summary>The consumer's thread is awake.</summary>
    public void Tick()
    {
        var now = clock.GetTimestamp();
        var pause = clock.GetElapsedTime(_tick, now);
        _tick = now;
        if (pause > _pause)
        {
            _settled = Later(now, _settle);
            logger.PauseNoticed(pause.TotalMilliseconds, _settle.TotalMilliseconds);
        }
    }

    /// <param name="statistics">JSON as librdkafka's STATISTICS.md describes it.</param>
    public void Report(string statistics)
    {
        Tick();
        using var document = JsonDocument.Parse(statistics);
        var root = document.RootElement;
        Interlocked.Exchange(ref _lag, LagOf(root));
        if (!root.TryGetProperty("cgrp", out var group)
            || group.GetProperty("state").GetString() != "up"
            || group.GetProperty("join_state").GetString() != "steady")
        {
            return;
        }

        var made = Later(_born, Micros(root.GetProperty("age")));
        foreach (var broker in root.GetProperty("brokers").EnumerateObject())
        {
            if (made >= _settled
                && broker.Value.GetProperty("name").ValueEquals("GroupCoordinator")
                && Micros(broker.Value.GetProperty("rxidle")) is var silence && silence >= TimeSpan.Zero)
            {
                Interlocked.Exchange(ref _last, Math.Max(_last, Later(made, -silence)));
            }
        }
    }

    /// <summary>The client says -1 for a partition that it does not know or have.</summary>
    private static long LagOf(JsonElement root) => !root.TryGetProperty("topics", out var topics)
        ? 0
        : topics.EnumerateObject()
            .SelectMany(topic => topic.Value.GetProperty("partitions").EnumerateObject())
            .Sum(partition => partition.Value.TryGetProperty("consumer_lag", out var lag)
                ? Math.Max(0, lag.GetInt64())
                : 0);

    private static TimeSpan Micros(JsonElement value) => TimeSpan.FromMicroseconds(value.GetInt64());

    private long Later(long timestamp, TimeSpan by) =>
        timestamp + (long)(by.TotalSeconds * clock.TimestampFrequency);
}
