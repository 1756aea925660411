using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Workflow.JqCheck.Fuzz;

/// <summary>Tries random cases in processes of their own and watches those.</summary>
internal static class FuzzCommand
{
    /// <summary>One process tries that many cases, unless it dies before.</summary>
    private const int Batch = 20_000;

    /// <summary>Longer than any bound lets an evaluation take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Option<int> Cases = new("--cases")
    {
        Description = "How many cases to try.",
        DefaultValueFactory = _ => 200_000,
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Decides the cases.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<int?> Only = new("--only")
    {
        Description = "Try this case alone, here, and tell its program and input.",
    };

    public static Command Build()
    {
        var command = new Command("fuzz", "Looks for crashes and hangs with random programs and texts.")
        {
            Cases, Seed, Only,
        };
        command.SetAction((call, ct) => call.GetValue(Only) is { } number
            ? Task.FromResult(Tell(call.GetValue(Seed), number))
            : RunAsync(call.GetValue(Seed), call.GetValue(Cases), ct));
        return command;
    }

    private static int Tell(int seed, int number)
    {
        var tried = FuzzCase.Of(seed, number);
        Console.WriteLine($"{tried.Kind}\n{tried.Program}\n{System.Text.Encoding.UTF8.GetString(tried.Input)}");
        var outcome = FuzzOutcome.Of(tried);
        Console.WriteLine(outcome);
        return outcome.Crash is null ? 0 : 1;
    }

    private static async Task<int> RunAsync(int seed, int cases, CancellationToken ct)
    {
        var report = new FuzzReport(seed);
        for (var from = 0; from < cases;)
        {
            from = await WatchAsync(seed, from, Math.Min(cases, from + Batch), report, ct);
        }

        foreach (var line in report.Lines())
        {
            Console.WriteLine(line);
        }

        return report.IsClean ? 0 : 1;
    }

    /// <summary>Where to go on: behind the last case that was tried.</summary>
    private static async Task<int> WatchAsync(int seed, int from, int to, FuzzReport report, CancellationToken ct)
    {
        using var worker = Start(seed, from, to);
        var number = from;
        try
        {
            while (await worker.StandardOutput.ReadLineAsync(ct).AsTask().WaitAsync(Patience, ct) is { } line)
            {
                if (line.StartsWith("done ", StringComparison.Ordinal))
                {
                    report.Held(long.Parse(line.AsSpan(5), CultureInfo.InvariantCulture));
                    await worker.WaitForExitAsync(ct);
                    return to;
                }

                if (line.StartsWith('{'))
                {
                    report.Ended(number, JsonSerializer.Deserialize<FuzzOutcome>(line)!);
                    number++;
                }
            }

            await worker.WaitForExitAsync(ct);
            report.Died(number, $"the process ended with {worker.ExitCode}");
        }
        catch (TimeoutException)
        {
            worker.Kill();
            report.Hung(number);
        }

        return number + 1;
    }

    private static Process Start(int seed, int from, int to)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(FuzzCommand).Assembly.Location);
        }

        foreach (var word in (string[])
            [FuzzWorker.Name, "--seed", Text(seed), "--from", Text(from), "--to", Text(to)])
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = "0x40000000"; // 1 GiB: more is a crash, and is told as one
        return Process.Start(start)!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
