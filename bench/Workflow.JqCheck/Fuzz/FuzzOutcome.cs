using System.Diagnostics;
using System.Text.Json;
using Workflow.Jq;

namespace Workflow.JqCheck.Fuzz;

/// <summary>How a case ended.</summary>
/// <param name="End">What the case ended with: outputs, an error, a bound.</param>
/// <param name="Bound">The bound that was exceeded, or null.</param>
/// <param name="Crash">What must not happen, or null.</param>
/// <param name="Took">Time of the whole case.</param>
/// <param name="Allocated">Bytes, by everything that ran in this process meanwhile.</param>
internal sealed record FuzzOutcome(FuzzEnd End, string? Bound, string? Crash, TimeSpan Took, long Allocated)
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = JqValue.DeepestDocument + 1 };

    /// <summary>Tries the case under the default bounds. An output must be JSON that reads back as the same
    /// value.</summary>
    public static FuzzOutcome Of(FuzzCase tried)
    {
        var began = Stopwatch.GetTimestamp();
        var before = GC.GetTotalAllocatedBytes();
        var end = FuzzEnd.Outputs;
        string? bound = null, crash = null;
        try
        {
            var program = JqProgram.Compile(tried.Program);
            var outputs = new List<JqValue>();
            end = FuzzEnd.Error;
            program.Run(Read(tried.Input), JqArguments.None, output =>
            {
                outputs.Add(output);
                return true;
            });
            end = FuzzEnd.Outputs;
            foreach (var output in outputs)
            {
                crash ??= Check(output);
            }
        }
        catch (JqCompileException error)
        {
            end = FuzzEnd.CompileError;
            crash = CheckPlace(error, tried.Program);
        }
        catch (JsonException)
        {
            end = FuzzEnd.InputError;
        }
        catch (JqException error)
        {
            bound = error.Limit;
        }
        catch (Exception error)
        {
            crash = error.ToString();
        }

        return new FuzzOutcome(
            end, bound, crash, Stopwatch.GetElapsedTime(began), GC.GetTotalAllocatedBytes() - before);
    }

    private static JqValue Read(byte[] text)
    {
        var reader = new JqReader(text);
        var first = reader.Read() ?? JqValue.Null;
        while (reader.Read() is not null)
        {
            // Whatever else the text holds must be readable too.
        }

        return first;
    }

    private static string? Check(JqValue output)
    {
        var text = output.ToUtf8();
        using var document = JsonDocument.Parse(text, Deep);
        var again = JqValue.FromElement(document.RootElement);
        var holdsInfinity = output.ToJson().Contains("1.7976931348623157e+308", StringComparison.Ordinal);
        return again == output || holdsInfinity || output.ToJson() == again.ToJson() ? null
            : $"an output does not read back as itself: {output}";
    }

    private static string? CheckPlace(JqCompileException error, string program)
    {
        var lines = program.Split('\n');
        return error.Line >= 1 && error.Line <= lines.Length && error.Column >= 1
            && error.Column <= lines[error.Line - 1].Length + 1
            ? null : $"the place of the compile error lies outside of the program: {error.Message}";
    }
}
