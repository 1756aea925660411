namespace Workflow.Kafka;

/// <summary>Which options may stand together, and the harm they would do otherwise.</summary>
internal static class KafkaRules
{
    /// <exception cref="KafkaOptionsException">The first rule that is broken.</exception>
    public static void Check(KafkaOptions o, Func<string, string> settingOf)
    {
        Brokers(o, settingOf);
        Text(o.GroupId, nameof(o.GroupId));
        Text(o.BridgeGroupId, nameof(o.BridgeGroupId));
        Refuse(o.GroupId == o.BridgeGroupId, nameof(o.BridgeGroupId), o.BridgeGroupId,
            "must differ from the consumers' group, or bridges are handed shards; choose another name.");
        Range(o.Partitions, 1, 10_000, nameof(o.Partitions), "every partition is a shard.");
        Refuse(o.ReplicationFactor is 0 or < -1 or > 100, nameof(o.ReplicationFactor), o.ReplicationFactor,
            "no topic can be created with it; use -1 (the broker's own default) or 1 to 100.");
        Times(o, settingOf);
        Range(o.Prefetch, 1, 1_000_000, nameof(o.Prefetch), "0 would fetch nothing, more would fill the memory.");
        Range(o.SendQueueMax, 100, 10_000_000, nameof(o.SendQueueMax),
            "too few refuse ordinary bursts, more fill the memory.");
        Range(o.BodyBytesMax, 1_000, 100_000_000, nameof(o.BodyBytesMax),
            "below it no request fits, above it no broker agrees.");
        return;

        void Refuse(bool broken, string option, object? value, string remedy) =>
            Refused(broken, settingOf(option), value, remedy);

        void Text(string value, string option) =>
            Refuse(string.IsNullOrWhiteSpace(value) || value.Length > 200, option, value,
                "a group needs a name of 1 to 200 characters.");

        void Range(int value, int least, int most, string option, string harm) =>
            Refuse(value < least || value > most, option, value, $"must be {least} to {most}: {harm}");
    }

    private static void Brokers(KafkaOptions o, Func<string, string> settingOf)
    {
        var servers = o.BootstrapServers.Split(',', StringSplitOptions.TrimEntries);
        var bad = Array.Find(servers, server => !IsServer(server));
        Refused(bad is not null, settingOf(nameof(o.BootstrapServers)), o.BootstrapServers,
            $"'{bad}' is not host:port; give for example kafka-1:9092,kafka-2:9092.");
    }

    private static bool IsServer(string server)
    {
        var colon = server.LastIndexOf(':');
        return colon > 0 && int.TryParse(server.AsSpan(colon + 1), out var port) && port is > 0 and < 65_536;
    }

    private static void Times(KafkaOptions o, Func<string, string> settingOf)
    {
        Range(o.SessionTimeout, 1_000, 300_000, nameof(o.SessionTimeout), "shorter sessions end under ordinary load.");
        Refuse(o.Profile == KafkaProfile.Cluster && o.SessionTimeout < TimeSpan.FromSeconds(6),
            nameof(o.SessionTimeout), o.SessionTimeout,
            "a cluster refuses sessions under its group.min.session.timeout.ms (6000); use 6000 or more.");
        Range(o.HeartbeatInterval, 50, 100_000, nameof(o.HeartbeatInterval), "rebalances are noticed this late.");
        Refuse(o.HeartbeatInterval * 3 > o.SessionTimeout, nameof(o.HeartbeatInterval), o.HeartbeatInterval,
            "must be at most a third of the session timeout, or one lost heartbeat moves every shard.");
        Range(o.FetchWait, 1, 10_000, nameof(o.FetchWait), "0 spins, more delays a shutdown.");
        Refuse(o.MaxPollInterval < o.SessionTimeout, nameof(o.MaxPollInterval), o.MaxPollInterval,
            "must not be shorter than the session timeout; the client refuses to start.");
        Range(o.RevokeFlush, 0, 60_000, nameof(o.RevokeFlush), "every rebalance waits for it.");
        Refuse(o.RevokeFlush * 2 > o.MaxPollInterval, nameof(o.RevokeFlush), o.RevokeFlush,
            "must be at most half of the poll interval, or flushing puts the consumer out of the group.");
        Range(o.CommitInterval, 10, 60_000, nameof(o.CommitInterval), "a crash repeats what was not yet committed.");
        Range(o.PollWait, 1, 1_000, nameof(o.PollWait), "commands wait for it.");
        Range(o.MetadataRefresh, 100, 3_600_000, nameof(o.MetadataRefresh), "grown topics are seen this late.");
        Range(o.Linger, 0, 1_000, nameof(o.Linger), "every message waits for it.");
        Range(o.DeliveryTimeout, 100, 300_000, nameof(o.DeliveryTimeout), "undeliverable messages pile up as long.");
        Refuse(o.DeliveryTimeout <= o.Linger, nameof(o.DeliveryTimeout), o.DeliveryTimeout,
            "must be longer than the linger, or every message expires unsent.");
        Range(o.CloseWait, 0, 60_000, nameof(o.CloseWait), "a shutdown waits for it.");
        return;

        void Refuse(bool broken, string option, TimeSpan value, string remedy) =>
            Refused(broken, settingOf(option), value.TotalMilliseconds, remedy);

        void Range(TimeSpan value, int least, int most, string option, string harm) =>
            Refuse(value.TotalMilliseconds < least || value.TotalMilliseconds > most, option, value,
                $"must be {least} to {most} ms: {harm}");
    }

    private static void Refused(bool broken, string setting, object? value, string remedy)
    {
        if (broken)
        {
            throw new KafkaOptionsException(
                setting, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture), remedy);
        }
    }
}
