namespace Workflow.Bench.Measures;

/// <summary>One measured number.</summary>
/// <param name="Workload">W1, W1o, …, or a limit of the machine.</param>
/// <param name="Kind">What was run, such as local or effectful; empty where there is only one kind.</param>
/// <param name="Name">What it is, with its unit.</param>
internal sealed record Figure(string Workload, string Kind, string Name, double Value);
