using BenchmarkDotNet.Attributes;
using Workflow.Jq;

namespace Workflow.JqBench.Benchmarks;

/// <summary>From the text of a program to something that can be evaluated.</summary>
public class CompileBenchmarks
{
    private const string Source = "[.items[] | select(.price > $limit) | {name, total: (.price * .count)}]";

    private static readonly string[] Variables = ["limit"];

    [Benchmark(Description = "compile .a.b.c")]
    public JqProgram Path() => JqProgram.Compile(".a.b.c", Variables);

    [Benchmark(Description = "compile 70 characters")]
    public JqProgram Filter() => JqProgram.Compile(Source, Variables);
}
