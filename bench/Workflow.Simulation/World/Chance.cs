namespace Workflow.Simulation.World;

/// <summary>Random draws of one action: decided by the schedule's seed and the action's number alone, so that leaving
/// an action out does not change the others (splitmix64, https://prng.di.unimi.it/splitmix64.c).</summary>
internal sealed class Chance
{
    private ulong _state;

    public void Begin(ulong seed, int action) =>
        _state = seed * 0x9E3779B97F4A7C15UL ^ ((ulong)(uint)action + 1) * 0xBF58476D1CE4E5B9UL;

    /// <summary>From 0 to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    public bool Percent(int percent) => Below(100) < percent;

    public T Of<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    private ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}
