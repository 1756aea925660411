using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Workflow.Jq;

namespace Workflow.JqCheck.Compare;

/// <summary>Runs random programs through another jq and through ours.</summary>
internal static class CompareCommand
{
    /// <summary>Programs that one process of the other jq is given.</summary>
    private const int Batch = 20;

    private static readonly Option<int> Cases = new("--cases")
    {
        Description = "How many programs, each over 20 inputs.",
        DefaultValueFactory = _ => 2_000,
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Decides the programs and inputs.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string> Path = new("--jq")
    {
        Description = "The jq to compare with.",
        DefaultValueFactory = _ => "jq",
    };

    private static readonly Option<int> Told = new("--told")
    {
        Description = "How many examples of each kind of difference to tell.",
        DefaultValueFactory = _ => 10,
    };

    public static Command Build()
    {
        var command = new Command("compare", "Compares outputs with those of a jq on this machine.")
        {
            Cases, Seed, Path, Told,
        };
        command.SetAction((call, ct) => RunAsync(
            new JqProcess(call.GetValue(Path)!), call.GetValue(Seed), call.GetValue(Cases), call.GetValue(Told), ct));
        return command;
    }

    private static async Task<int> RunAsync(JqProcess other, int seed, int programs, int told, CancellationToken ct)
    {
        var builtins = await other.RunAsync("builtins[]", "null", ct)
            ?? throw new InvalidOperationException("The other jq cannot be run.");
        var cases = new ComparedCases(seed, builtins.Select(line => JsonSerializer.Deserialize<string>(line)!));
        var version = await other.VersionAsync(ct);
        var report = new CompareReport(new KnownDifferences(version));
        for (var done = 0; done < programs; done += Batch)
        {
            var batch = Enumerable.Range(0, Math.Min(Batch, programs - done)).Select(_ => cases.Next()).ToList();
            await CompareAsync(other, batch, cases.Inputs, report, ct);
        }

        Console.WriteLine($"{programs} programs of seed {seed} over {cases.Inputs.Count} inputs, with jq {version}");
        foreach (var line in report.Lines(told))
        {
            Console.WriteLine(line);
        }

        return report.IsClean ? 0 : 1;
    }

    private static async Task CompareAsync(
        JqProcess other, IReadOnlyList<string> programs, IReadOnlyList<string> inputs, CompareReport report,
        CancellationToken ct)
    {
        var whole = $"[{string.Join(",\n", programs.Select(Comparison.Wrap))}]";
        var lines = await other.RunAsync(whole, string.Join('\n', inputs), ct);
        if (lines is null || lines.Count != inputs.Count)
        {
            if (programs.Count == 1)
            {
                report.Refused(programs[0]);
                return;
            }

            // One of them does not compile there, or does not end: find it.
            var half = programs.Count / 2;
            await CompareAsync(other, [.. programs.Take(half)], inputs, report, ct);
            await CompareAsync(other, [.. programs.Skip(half)], inputs, report, ct);
            return;
        }

        var theirs = lines.Select(line => Parse(line)).ToList();
        for (var i = 0; i < programs.Count; i++)
        {
            var ours = JqProgram.Compile(Comparison.Wrap(programs[i]), []);
            for (var j = 0; j < inputs.Count; j++)
            {
                if (Comparison.Evaluate(ours, inputs[j]) is { } value && theirs[j] is { } their)
                {
                    report.Add(new Comparison(programs[i], inputs[j], their.Items[i], Again(value)));
                }
                else
                {
                    report.Unbounded();
                }
            }
        }
    }

    /// <summary>The value as it looks when it has been written and read, like theirs.</summary>
    private static JqValue Again(JqValue value) => JqValue.Parse(value.ToUtf8());

    private static JqValue? Parse(string line)
    {
        try
        {
            return JqValue.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
