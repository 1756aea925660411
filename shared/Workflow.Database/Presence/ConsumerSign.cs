namespace Workflow.Database.Presence;

/// <summary>What a consumer says of itself.</summary>
/// <param name="Id">Unique per process.</param>
/// <param name="Shards">Those that it owns.</param>
/// <param name="ActiveRuns">Runs in its memory.</param>
/// <param name="IsFirst">Whether the process has just begun: what an earlier one of that name was asked for does not
/// bind it.</param>
/// <param name="Drain">What it is following, should its row be gone.</param>
/// <param name="IsDrained">Whether nothing is left here.</param>
public sealed record ConsumerSign(
    string Id, string Host, int Pid, int[] Shards, int ActiveRuns, bool IsFirst = false, DrainWish? Drain = null,
    bool IsDrained = false);
