using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Workflow.JqBench.Comparison;

namespace Workflow.JqBench;

/// <summary>Measures the evaluator, one call at a time and against jq itself on a large file.</summary>
internal static class BenchCommand
{
    private static readonly Option<bool> Short = new("--short")
    {
        Description = "Measure each benchmark for a few seconds only.",
    };

    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "How often each program of the comparison runs on each side.",
        DefaultValueFactory = _ => 7,
    };

    private static readonly Option<bool> OnlyComparison = new("--only-comparison")
    {
        Description = "Leave out the benchmarks of single calls.",
    };

    private static readonly Option<FileInfo> Ours = new("--ours")
    {
        Description = "The command line's workflow.dll, whose `jq` is compared with Debian's.",
    };

    public static RootCommand Build()
    {
        var root = new RootCommand("Measures what the evaluation of expressions costs.")
        {
            Short, Rounds, OnlyComparison, Ours,
        };
        root.SetAction(parsed =>
        {
            if (!parsed.GetValue(OnlyComparison))
            {
                Measure(parsed.GetValue(Short));
            }

            if (parsed.GetValue(Ours) is { } ours)
            {
                new JqComparison(ours.FullName, Math.Max(1, parsed.GetValue(Rounds))).Run();
            }
        });
        return root;
    }

    // In this process: a program of its own for each benchmark would be built by a second compilation. Many short
    // iterations, whose median a busy machine spoils less than that of a few long ones; enough of them before for the
    // code to be compiled to its best.
    private static void Measure(bool isShort)
    {
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithIterationTime(TimeInterval.FromMilliseconds(50))
            .WithWarmupCount(20)
            .WithIterationCount(isShort ? 15 : 60);
        var config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddLogger(NullLogger.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumn(TargetMethodColumn.Method, StatisticColumn.Min, StatisticColumn.Median)
            .AddColumnProvider(DefaultColumnProviders.Metrics)
            .HideColumns(Column.Gen0, Column.Gen1, Column.Gen2)
            .WithOptions(ConfigOptions.JoinSummary)
            .WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared, MethodOrderPolicy.Declared))
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "workflow-jq-bench"));
        Console.WriteLine("Measuring single calls …");
        foreach (var summary in BenchmarkRunner.Run(typeof(BenchCommand).Assembly, config))
        {
            MarkdownExporter.Console.ExportToLog(summary, ConsoleLogger.Default);
        }
    }
}
