namespace Workflow.Bench.Loads;

/// <summary>A definition that is run, and how many steps a run of it records.</summary>
/// <param name="Kind">local: steps without outside effect. effectful: each step's intent is committed before the step
/// does its work, which is nothing: a wait of no length stands behind the same barrier as a call.</param>
internal sealed record Definition(string Name, string Kind, int Steps, string Tasks)
{
    public string Yaml => $$"""
        document: { dsl: '1.0.0', namespace: bench, name: {{Name}}, version: '1.0.0' }
        do:
        {{Tasks}}
        """;
}

/// <summary>Every definition of the benchmark.</summary>
internal static class Catalog
{
    public const string Local = "local";
    public const string Effectful = "effectful";

    private const string Fib = "def fib: if . < 2 then . else (. - 1 | fib) + (. - 2 | fib) end; 10 | fib";

    public static IReadOnlyList<Definition> All { get; } =
    [
        new("seq3", Local, 3, Row(3, "set: { done: true }")),
        new("fib40", Local, 40, Row(40, $"set: {{ fib: '${{ {Fib} }}' }}")),
        new("fan100", Local, 101, Fan(100, "set: { done: true }")),
        new("seq3-effectful", Effectful, 3, Row(3, "wait: PT0S")),
        new("fib40-effectful", Effectful, 40, Row(40, $"wait: PT0S, output: {{ as: '${{ {{fib: ({Fib})}} }}' }}")),
        new("fan100-effectful", Effectful, 101, Fan(100, "wait: PT0S")),
    ];

    /// <param name="shape">seq3, fib40 or fan100.</param>
    public static Definition Of(string shape, string kind) =>
        All.First(one => one.Kind == kind && one.Name.StartsWith(shape, StringComparison.Ordinal));

    private static string Row(int length, string task) =>
        string.Join('\n', Enumerable.Range(1, length).Select(place => $"  - step{place}: {{ {task} }}"));

    private static string Fan(int width, string task) => $$"""
          - fan:
              for: { each: item, in: '${ [range({{width}})] }', parallel: {{width}} }
              do:
                - step: { {{task}} }
        """;
}
