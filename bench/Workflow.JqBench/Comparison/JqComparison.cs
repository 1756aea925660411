using System.Diagnostics;
using System.Globalization;
using Workflow.Jq;

namespace Workflow.JqBench.Comparison;

/// <summary>
/// The same programs on the same file by Debian's <c>jq</c> and by <c>workflow jq</c>, taking turns, so that both meet
/// the same weather. Processor time of whole processes, and of the evaluator alone within this one.
/// </summary>
internal sealed class JqComparison(string ours, int rounds)
{
    private const string Jq = "/usr/bin/jq";
    private const int Bytes = 10 << 20;

    private static readonly string[] Programs =
    [
        "map(select(.priority > 2 and .customer.plan == \"pro\" and (.tags | length) > 1)) | length",
        "group_by(.customer.name) | length",
        "map(length) | add",
        "map({id, who: .customer.name, total: (.amount * 2)}) | length",
        ".",
    ];

    // A file of this size is outside of what a step of a workflow may do.
    private static readonly JqArguments Unbounded = new()
    {
        Limits = new JqLimits { Steps = int.MaxValue, OutputBytes = int.MaxValue },
    };

    public void Run()
    {
        if (!File.Exists(Jq))
        {
            Console.WriteLine($"No {Jq} here, so nothing to compare with.");
            return;
        }

        var file = Path.Combine(Path.GetTempPath(), $"workflow-jq-{Environment.ProcessId}.json");
        try
        {
            Samples.Write(file, Bytes);
            Console.WriteLine($"{ChildProcess.Run(Jq, "--version").Output.Trim()} and ours on an array of " +
                $"{Bytes >> 20} MiB: medians of {rounds} rounds, milliseconds of processor time");
            Console.WriteLine("     jq    ours   ratio | in process: read, evaluate | program");
            foreach (var program in Programs)
            {
                Compare(program, file);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private void Compare(string program, string file)
    {
        var (their, our) = (new List<double>(), new List<double>());
        var (reading, evaluating) = (new List<double>(), new List<double>());
        for (var i = 0; i < rounds; i++)
        {
            var (expected, cpu) = ChildProcess.Run(Jq, "-c", program, file);
            their.Add(cpu.TotalMilliseconds);
            (var output, cpu) = ChildProcess.Run("dotnet", ours, "jq", "-c", program, file);
            our.Add(cpu.TotalMilliseconds);
            if (output != expected)
            {
                throw new InvalidOperationException($"jq and ours differ on {program}");
            }

            InProcess(program, file, reading, evaluating);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Median(their),7:f0} {Median(our),7:f0} {Median(our) / Median(their),7:f2} | " +
            $"{Median(reading),16:f0} {Median(evaluating),9:f0} | {program}"));
    }

    private static void InProcess(string program, string file, List<double> reading, List<double> evaluating)
    {
        var compiled = JqProgram.Compile(program);
        var text = File.ReadAllBytes(file);
        var start = Cpu();
        var input = JqValue.Parse(text);
        var read = Cpu();
        compiled.First(input, Unbounded);
        evaluating.Add((Cpu() - read).TotalMilliseconds);
        reading.Add((read - start).TotalMilliseconds);
    }

    private static TimeSpan Cpu()
    {
        using var own = Process.GetCurrentProcess();
        return own.TotalProcessorTime;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
