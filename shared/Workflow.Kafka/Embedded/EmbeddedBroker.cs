using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using static Workflow.Kafka.MockCluster;

namespace Workflow.Kafka;

/// <summary>A Kafka broker inside this process, for one machine: it keeps messages in memory and forgets them when it
/// ends. Other processes reach it at <see cref="BootstrapServers"/>. Its fault controls serve tests.</summary>
/// <remarks>It has all topics from the start and cannot create any. Thread-safe.</remarks>
public sealed class EmbeddedBroker : IDisposable
{
    private const int BrokerId = 1;

    /// <summary>Whether a fetch that waits is answered as soon as there is a message: so it is with the library that is
    /// built here (ADR 0018), while the package's lets it wait its time out.</summary>
    public static bool Wakes => AppContext.TryGetSwitch("Workflow.Kafka.EmbeddedBrokerWakes", out var wakes) && wakes;

    private readonly Lock _gate = new();
    private readonly IPEndPoint _origin;
    private readonly FixedPort? _fixed;
    private HeldPort? _held;
    private nint _client;
    private nint _cluster;

    private EmbeddedBroker(EmbeddedBrokerOptions options)
    {
        _client = NewClient();
        _cluster = rd_kafka_mock_cluster_new(_client, brokers: 1);
        if (_cluster == 0)
        {
            rd_kafka_destroy(_client);
            throw new EmbeddedBrokerException("The embedded broker could not open a port on 127.0.0.1.");
        }

        try
        {
            BootstrapServers = Marshal.PtrToStringUTF8(rd_kafka_mock_cluster_bootstraps(_cluster))!;
            _origin = IPEndPoint.Parse(BootstrapServers);
            using (new Nudge(_origin))
            {
                rd_kafka_mock_set_controller_id(_cluster, BrokerId);
                rd_kafka_mock_group_initial_rebalance_delay_ms(
                    _cluster, ClientConfigs.Ms(options.InitialRebalanceDelay));
                foreach (var (topic, partitions) in TopicLayout.Of(options.Partitions))
                {
                    Check(rd_kafka_mock_topic_create(_cluster, options.Topics.AtBroker(topic), partitions, 1));
                }
            }

            if (options.Port != 0)
            {
                _fixed = new FixedPort(options.Port, _origin, options.Relay);
                rd_kafka_mock_broker_set_host_port(_cluster, BrokerId, "127.0.0.1", options.Port);
                BootstrapServers = $"127.0.0.1:{options.Port}";
                Up();
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where clients find it: host:port, on the port that was asked for.</summary>
    public string BootstrapServers { get; } = "";

    /// <exception cref="EmbeddedBrokerException">The port is taken, or the native library is missing.</exception>
    public static EmbeddedBroker Start(EmbeddedBrokerOptions? options = null)
    {
        try
        {
            return new EmbeddedBroker(options ?? new EmbeddedBrokerOptions());
        }
        catch (DllNotFoundException e)
        {
            throw new EmbeddedBrokerException(
                "Kafka's native library is not beside the application; run build/librdkafka.sh, then build again.", e);
        }
    }

    /// <summary>Closes every connection and refuses new ones, until <see cref="Up"/>. Messages and groups are
    /// kept.</summary>
    public void Down() => OnCluster(cluster =>
    {
        _fixed?.GiveUp();
        Check(rd_kafka_mock_broker_set_down(cluster, BrokerId));
        if (OperatingSystem.IsLinux())
        {
            // The library ends the process when it cannot have its port again.
            _held ??= new HeldPort(_origin);
        }
    });

    public void Up() => OnCluster(cluster =>
    {
        Check(rd_kafka_mock_broker_set_up(cluster, BrokerId));
        _fixed?.Take();
        _held?.Dispose();
        _held = null;

        // Wakes the broker's thread, which then waits on the listener that is there now.
        Check(rd_kafka_mock_broker_set_up(cluster, BrokerId));
    });

    /// <summary>Delays every answer.</summary>
    public void SetRoundTrip(TimeSpan delay) =>
        OnCluster(cluster => Check(rd_kafka_mock_broker_set_rtt(cluster, BrokerId, ClientConfigs.Ms(delay))));

    /// <summary>Makes the next requests of one kind fail, one error each.</summary>
    /// <param name="apiKey">Number of the request in Kafka's protocol: 0 produce, 1 fetch, 8 offset commit, 12
    /// heartbeat.</param>
    /// <param name="errors">Error codes of Kafka's protocol; −195 cuts the connection instead of answering.</param>
    public unsafe void FailNext(short apiKey, params ReadOnlySpan<int> errors)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_cluster == 0, this);
            fixed (int* first = errors)
            {
                rd_kafka_mock_push_request_errors_array(_cluster, apiKey, (nuint)errors.Length, first);
            }
        }
    }

    /// <summary>Ends what <see cref="FailNext"/> began.</summary>
    public void StopFailing(short apiKey) => OnCluster(cluster => rd_kafka_mock_clear_request_errors(cluster, apiKey));

    /// <summary>Ends it; connections are cut and all messages gone.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_cluster != 0)
            {
                rd_kafka_mock_cluster_destroy(_cluster);
                rd_kafka_destroy(_client);
                _cluster = _client = 0;
                _fixed?.Dispose();
                _held?.Dispose();
            }
        }
    }

    private static unsafe nint NewClient()
    {
        // Through the client's own loader, so that both bind to one copy of the library.
        Confluent.Kafka.Library.Load();
        var conf = rd_kafka_conf_new();
        var error = stackalloc byte[512];
        _ = rd_kafka_conf_set(conf, "log_level", "3", error, 512);
        var client = rd_kafka_new(Producer, conf, error, 512);
        return client != 0 ? client : throw new EmbeddedBrokerException(
            Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(error)));
    }

    private void OnCluster(Action<nint> act)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_cluster == 0, this);
            act(_cluster);
        }
    }

    private static void Check(int error)
    {
        if (error != Ok)
        {
            throw new EmbeddedBrokerException(Marshal.PtrToStringUTF8(rd_kafka_err2str(error)) ?? $"error {error}");
        }
    }
}
