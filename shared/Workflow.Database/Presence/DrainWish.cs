namespace Workflow.Database.Presence;

/// <summary>That a consumer is to hand its shards over and take none.</summary>
/// <param name="AskedBy">The user who asked for it.</param>
public sealed record DrainWish(DateTimeOffset AskedAt, string AskedBy);
