using System.Text;
using BenchmarkDotNet.Attributes;
using Workflow.Definitions;
using Workflow.Jq;

namespace Workflow.JqBench.Benchmarks;

/// <summary>From the text of a program, or of a definition with ten of them, to something that can be
/// evaluated.</summary>
public class CompileBenchmarks
{
    private const string Source = "[.items[] | select(.price > $limit) | {name, total: (.price * .count)}]";

    private static readonly string[] Variables = ["limit"];

    private readonly DefinitionCache _cache = new(new DefinitionLimits());
    private readonly byte[] _definition = Encoding.UTF8.GetBytes(
        """{"document":{"dsl":"1.0.0","namespace":"bench","name":"ten","version":"1.0.0"},"do":["""
        + string.Join(',', Enumerable.Range(0, 10).Select(i => $$"""{"s{{i}}": {"set": {"n": "${ .n + {{i}} }"} } }"""))
        + "]}");

    public CompileBenchmarks()
    {
        if (!Kept().IsValid)
        {
            throw new InvalidOperationException("The definition is none.");
        }
    }

    [Benchmark(Description = "compile .a.b.c")]
    public JqProgram Path() => JqProgram.Compile(".a.b.c", Variables);

    [Benchmark(Description = "compile 70 characters")]
    public JqProgram Filter() => JqProgram.Compile(Source, Variables);

    [Benchmark(Description = "definition with 10 expressions, read")]
    public DefinitionResult Read() => DefinitionReader.Read(_definition, new DefinitionLimits());

    [Benchmark(Description = "definition with 10 expressions, kept")]
    public DefinitionResult Kept() => _cache.GetOrRead(_definition);
}
