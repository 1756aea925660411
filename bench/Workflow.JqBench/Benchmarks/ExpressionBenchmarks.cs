using BenchmarkDotNet.Attributes;
using Workflow.Jq;

namespace Workflow.JqBench.Benchmarks;

/// <summary>One evaluation of a compiled program.</summary>
public class ExpressionBenchmarks
{
    private const int Tickets = 1_000;

    private static readonly JqArguments Arguments = new()
    {
        Variables = new Dictionary<string, JqValue> { ["context"] = Parse("""{"user":{"name":"ada"}}""") },
    };

    private readonly JqValue _nested = Parse("""{"a":{"b":{"c":1}}}""");
    private readonly JqValue _ticket = Parse(Samples.Ticket(1));
    private readonly JqValue _tickets = Parse(Samples.Array(Tickets));
    private readonly JqValue _text = Parse("\"The quick brown fox jumps over the lazy dog, twice over.\"");

    private readonly JqProgram _identity = JqProgram.Compile(".");
    private readonly JqProgram _path = JqProgram.Compile(".a.b.c");
    private readonly JqProgram _variablePath = JqProgram.Compile("$context.user.name");
    private readonly JqProgram _condition = JqProgram.Compile(".priority > 2 and .customer.plan == \"pro\"");
    private readonly JqProgram _object = JqProgram.Compile("{id, who: .customer.name, urgent: (.priority > 3)}");
    private readonly JqProgram _filter = JqProgram.Compile("map(select(.priority > 2 and .status == \"open\"))");
    private readonly JqProgram _sum = JqProgram.Compile("[.[] | select(.status == \"open\").amount] | add");
    private readonly JqProgram _group = JqProgram.Compile("group_by(.status)");
    private readonly JqProgram _substitute = JqProgram.Compile("gsub(\"(?<word>[a-z]+)\"; \"<\\(.word)>\")");

    [Benchmark(Description = ".")]
    public JqValue Identity() => _identity.First(_nested, Arguments);

    [Benchmark(Description = ".a.b.c")]
    public JqValue Path() => _path.First(_nested, Arguments);

    [Benchmark(Description = "$context.user.name")]
    public JqValue VariablePath() => _variablePath.First(_nested, Arguments);

    [Benchmark(Description = "condition")]
    public JqValue Condition() => _condition.First(_ticket, Arguments);

    [Benchmark(Description = "object construction")]
    public JqValue Construct() => _object.First(_ticket, Arguments);

    [Benchmark(Description = "filter, 1,000 objects")]
    public JqValue Filter() => _filter.First(_tickets, Arguments);

    [Benchmark(Description = "filter and sum, 1,000 objects")]
    public JqValue Sum() => _sum.First(_tickets, Arguments);

    [Benchmark(Description = "group_by, 1,000 objects")]
    public JqValue Group() => _group.First(_tickets, Arguments);

    [Benchmark(Description = "gsub, 11 words")]
    public JqValue Substitute() => _substitute.First(_text, Arguments);

    private static JqValue Parse(string json) => JqValue.Parse(json);
}
