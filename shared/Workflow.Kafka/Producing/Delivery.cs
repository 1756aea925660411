namespace Workflow.Kafka;

/// <summary>What became of a message whose acknowledgement was awaited.</summary>
/// <param name="Stored">Whether the broker has it for certain.</param>
/// <param name="Offset">Where; −1 when it is not stored.</param>
/// <param name="Reason">Why not; null when it is stored.</param>
public readonly record struct Delivery(bool Stored, int Partition, long Offset, string? Reason);

/// <summary>A message that did not reach the broker, or was refused before it was sent.</summary>
/// <param name="Topic">One of <see cref="Model.Topics"/>.</param>
public readonly record struct DeliveryFailure(string Topic, byte[]? Key, string Reason);
