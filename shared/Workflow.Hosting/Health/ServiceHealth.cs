using System.Collections.Concurrent;

namespace Workflow.Hosting;

/// <summary>What a service knows of its own parts, each of which says what is wrong with it. Thread-safe.</summary>
public sealed class ServiceHealth(HealthOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Func<string?>> _parts = new();
    private readonly ConcurrentDictionary<string, long> _successes = new();

    /// <summary>A part that can say at any moment what is wrong; null when nothing is.</summary>
    public void Watch(string part, Func<string?> problem) => _parts[part] = problem;

    /// <summary>A part that calls <see cref="Succeeded"/> again and again while it is well.</summary>
    public void Expect(string part) => Watch(part, () => ProblemOf(part));

    public void Succeeded(string part) => _successes[part] = time.GetTimestamp();

    /// <summary>What is wrong, by part; empty when the service is ready.</summary>
    public IReadOnlyDictionary<string, string> Problems()
    {
        var problems = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (part, problem) in _parts)
        {
            if (problem() is { } text)
            {
                problems[part] = text;
            }
        }

        return problems;
    }

    private string? ProblemOf(string part) =>
        !_successes.TryGetValue(part, out var last) ? "no success yet"
        : time.GetElapsedTime(last) > options.Silence ? $"no success for {options.Silence.TotalSeconds} s"
        : null;
}
