using System.Runtime.InteropServices;

namespace Workflow.Kafka;

/// <summary>librdkafka's in-process broker, as far as we use it (rdkafka_mock.h).</summary>
internal static partial class MockCluster
{
    public const int Producer = 0;
    public const int Ok = 0;
    private const string Library = "librdkafka";

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_conf_new();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int rd_kafka_conf_set(
        nint conf, string name, string value, byte* error, nuint errorSize);

    [LibraryImport(Library)]
    internal static unsafe partial nint rd_kafka_new(int type, nint conf, byte* error, nuint errorSize);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_destroy(nint client);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_err2str(int error);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_mock_cluster_new(nint client, int brokers);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_mock_cluster_destroy(nint cluster);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_mock_cluster_bootstraps(nint cluster);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_mock_set_controller_id(nint cluster, int broker);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void rd_kafka_mock_broker_set_host_port(nint cluster, int broker, string host, int port);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rd_kafka_mock_topic_create(nint cluster, string topic, int partitions, int replicas);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_mock_group_initial_rebalance_delay_ms(nint cluster, int delayMs);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_mock_broker_set_down(nint cluster, int broker);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_mock_broker_set_up(nint cluster, int broker);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_mock_broker_set_rtt(nint cluster, int broker, int rttMs);

    [LibraryImport(Library)]
    internal static unsafe partial void rd_kafka_mock_push_request_errors_array(
        nint cluster, short apiKey, nuint count, int* errors);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_mock_clear_request_errors(nint cluster, short apiKey);
}
