namespace Workflow.Kafka;

/// <summary>A header of a message to be sent.</summary>
public readonly record struct MessageHeader(string Name, string Value);
