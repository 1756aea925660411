using System.CommandLine;
using System.Text;
using System.Text.Json;
using Workflow.Jq;

namespace Workflow.Cli.Jq;

/// <summary><c>workflow jq</c>: the evaluator of runtime expressions on the command line, to be compared with jq
/// itself. Outputs, their order and the exit codes are those of jq 1.7.</summary>
internal static class JqCommand
{
    public const string Name = "jq";

    private const int WrongUsage = 2;
    private const int DoesNotCompile = 3;
    private const int Failed = 5;

    private const string Help = """
        Usage: workflow jq [options] PROGRAM [FILE...]

        Runs a jq program over JSON values from files or standard input, as runtime expressions are run.

          -c  --compact-output   every output on one line
          -r  --raw-output       strings without quotes
          -j  --join-output      like -r, without line ends
              --raw-output0      like -r, each output followed by NUL
          -a  --ascii-output     what is not ASCII as escapes
          -S  --sort-keys        members of objects in the order of their names
              --tab, --indent N  indent by tabs, or by N blanks (0: like -c)
          -n  --null-input       run once, on null
          -R  --raw-input        every line is a string
          -s  --slurp            all inputs as one array
          -f  --from-file        PROGRAM is the name of the file that holds it
          -e  --exit-status      end with 1 when the last output is false or null, with 4 when there is none
              --arg NAME VALUE, --argjson NAME JSON    set $NAME
              --args, --jsonargs                       what follows goes to $ARGS.positional
              --max-steps N, --max-depth N, --max-output-bytes N, --max-regex-ms N
                                                       the bounds of one evaluation

        Ends with 2 for wrong usage or a file that cannot be read, 3 for a program that does not compile, 5 for one
        that fails or an input that is no JSON. Not there: modules, input, inputs, env, $ENV, halt.
        """;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>For the list of commands; the words are read by <see cref="Run(string[])"/>.</summary>
    public static Command Build() => new(Name, "Runs a jq program over JSON, as runtime expressions are run.");

    public static int Run(string[] words)
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        using var errors = new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true };
        return Run(words, input, output, errors, TimeProvider.System);
    }

    public static int Run(
        IReadOnlyList<string> words, Stream input, Stream output, TextWriter errors, TimeProvider clock)
    {
        try
        {
            var call = JqCall.Parse(words);
            if (call.WantsHelp || call.Program is null)
            {
                (call.WantsHelp ? new StreamWriter(output, Utf8) { AutoFlush = true } : errors).WriteLine(Help);
                return call.WantsHelp ? 0 : WrongUsage;
            }

            var source = call.IsProgramFile ? File.ReadAllText(call.Program) : call.Program;
            var variables = call.Variables();
            var program = JqProgram.Compile(source, variables.Keys);
            using var buffered = new BufferedStream(output, 1 << 16);
            return new JqRun(call, program, variables, buffered, errors, clock).Over(
                new JqInputs(call, input, errors));
        }
        catch (JqUsageException error)
        {
            errors.WriteLine($"jq: {error.Message}\nUse --help for help with command-line options.");
            return WrongUsage;
        }
        catch (JqCompileException error)
        {
            errors.WriteLine($"jq: error: {error.Message}\njq: 1 compile error");
            return DoesNotCompile;
        }
        catch (IOException error)
        {
            errors.WriteLine($"jq: error: {error.Message}");
            return WrongUsage;
        }
    }

    /// <summary>A program over its inputs.</summary>
    private sealed class JqRun(
        JqCall call, JqProgram program, Dictionary<string, JqValue> variables, Stream output, TextWriter errors,
        TimeProvider clock)
    {
        private const int NoOutput = 4;

        public int Over(JqInputs inputs)
        {
            var code = NoOutput;
            bool? lastWasTruthy = null;
            try
            {
                foreach (var value in inputs.Values())
                {
                    bool? outcome = null;
                    code = Evaluate(value, inputs, ref outcome);
                    lastWasTruthy = code == Failed ? lastWasTruthy : outcome ?? lastWasTruthy;
                }
            }
            catch (JsonException error)
            {
                output.Flush();
                errors.WriteLine($"jq: parse error: {error.Message}");
                code = Failed;
            }

            output.Flush();
            code = inputs.HasFailed ? WrongUsage : code;
            return (call.ExitStatus, code) switch
            {
                (true, NoOutput) => lastWasTruthy is null ? NoOutput : lastWasTruthy.Value ? 0 : 1,
                (true, _) => code,
                _ => code is NoOutput or 1 ? 0 : code,
            };
        }

        private int Evaluate(JqValue input, JqInputs inputs, ref bool? outcome)
        {
            bool? last = null;
            var arguments = new JqArguments
            {
                Variables = variables,
                Limits = call.Limits,
                Now = clock.GetUtcNow(),
                Debug = value => Report($"[\"DEBUG:\",{value}]\n"),
                StandardError = value => Report(value.AsString ?? value.ToJson()),
            };
            try
            {
                program.Run(input, arguments, value =>
                {
                    call.Printer.Print(value, output);
                    last = value.IsTruthy || (call.Printer.IsRaw && value.Kind == JqKind.String);
                    return true;
                });
            }
            catch (JqException error)
            {
                output.Flush();
                errors.WriteLine(error.Value.AsString is { } text
                    ? $"jq: error (at {inputs.Place}): {text}"
                    : $"jq: error (at {inputs.Place}) (not a string): {error.Value}");
                return Failed;
            }

            outcome = last;
            return last is null ? NoOutput : last.Value ? 0 : 1;
        }

        private void Report(string text)
        {
            output.Flush();
            errors.Write(text);
        }
    }
}
