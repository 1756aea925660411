using Workflow.Bridge.Options;
using Workflow.Kafka;

namespace Workflow.Bridge.Agents;

/// <summary>How large what an agent sends may be, in bytes.</summary>
internal sealed class AnswerLimit(BridgeOptions options, KafkaOptions kafka)
{
    /// <summary>What an <c>AgentResult</c> holds beside the output, generously.</summary>
    private const int AroundOutput = 1024;

    /// <summary>What a protocol puts around an output.</summary>
    private const int Around = 64 * 1024;

    /// <summary>Of an output: it travels as a Kafka message.</summary>
    public int Output { get; } = Math.Min(options.ResponseBytesMax, kafka.BodyBytesMax - AroundOutput);

    /// <summary>Of a protocol's message that brings an output: it may be in there twice, and escaped.</summary>
    public long Message => (4L * Output) + Around;
}
