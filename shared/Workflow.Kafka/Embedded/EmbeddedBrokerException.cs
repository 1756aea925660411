namespace Workflow.Kafka;

/// <summary>The embedded broker could not start; the message says why and what to do.</summary>
public sealed class EmbeddedBrokerException(string message, Exception? inner = null) : Exception(message, inner);
