using System.Globalization;
using System.Text.Json;
using Workflow.Jq;

namespace Workflow.Cli.Jq;

/// <summary>What the words of a command line ask for; jq's own rules: letters can be bundled, options may stand behind
/// the program, the last of two that contradict each other wins.</summary>
internal sealed class JqCall
{
    /// <summary>The bounds of the command line are there to end a mistake, not to keep anybody out.</summary>
    private static readonly JqLimits Wide = new()
    {
        Steps = int.MaxValue,
        Depth = 10_000,
        OutputBytes = 1 << 30,
        RegexTime = TimeSpan.FromSeconds(10),
    };

    private readonly Dictionary<string, JqValue> _named = [];
    private readonly List<JqValue> _positional = [];
    private readonly List<string> _files = [];
    private bool _restIsText;
    private bool _restIsJson;

    private JqCall()
    {
    }

    /// <summary>The program, or with <see cref="IsProgramFile"/> the file that holds it; null when none was
    /// given.</summary>
    public string? Program { get; private set; }

    public bool IsProgramFile { get; private set; }

    public IReadOnlyList<string> Files => _files;

    public bool WantsHelp { get; private set; }

    public bool NullInput { get; private set; }

    public bool RawInput { get; private set; }

    public bool Slurp { get; private set; }

    /// <summary>Whether the exit code tells about the last output.</summary>
    public bool ExitStatus { get; private set; }

    public JqLimits Limits { get; private set; } = Wide;

    public JqPrinter Printer { get; private set; } = new();

    /// <exception cref="JqUsageException">The words make no sense.</exception>
    public static JqCall Parse(IReadOnlyList<string> words)
    {
        var call = new JqCall();
        var rest = new Queue<string>(words);
        var optionsEnded = false;
        while (rest.TryDequeue(out var word))
        {
            if (optionsEnded || !IsOption(word))
            {
                call.TakeArgument(word);
            }
            else if (word == "--")
            {
                optionsEnded = true;
            }
            else if (word[1] == '-')
            {
                call.TakeLong(word, rest);
            }
            else
            {
                call.TakeLetters(word);
            }
        }

        return call;
    }

    /// <summary>The values of <c>$name</c> and of <c>$ARGS</c>.</summary>
    public Dictionary<string, JqValue> Variables() => new(_named)
    {
        ["ARGS"] = JqValue.Object([
            KeyValuePair.Create("positional", JqValue.Array(_positional)),
            KeyValuePair.Create("named", JqValue.Object(_named))]),
    };

    private static bool IsOption(string word) => word is ['-', '-' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ..];

    private static string Value(string option, Queue<string> rest, string many = "one parameter") =>
        rest.TryDequeue(out var value) ? value : throw new JqUsageException($"{option} takes {many}");

    private static int Number(string option, Queue<string> rest, int least, int most) =>
        int.TryParse(Value(option, rest), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= least && number <= most
            ? number
            : throw new JqUsageException($"{option} takes a number between {least} and {most}");

    private void TakeArgument(string word)
    {
        if (Program is null)
        {
            Program = word;
        }
        else if (_restIsText)
        {
            _positional.Add(JqValue.String(word));
        }
        else if (_restIsJson)
        {
            _positional.Add(Json(word, "--jsonargs"));
        }
        else
        {
            _files.Add(word);
        }
    }

    private void TakeLetters(string word)
    {
        foreach (var letter in word.AsSpan(1))
        {
            TakeLong(
                letter switch
                {
                    's' => "--slurp",
                    'r' => "--raw-output",
                    'j' => "--join-output",
                    'c' => "--compact-output",
                    'M' => "--monochrome-output",
                    'a' => "--ascii-output",
                    'S' => "--sort-keys",
                    'R' => "--raw-input",
                    'n' => "--null-input",
                    'f' => "--from-file",
                    'e' => "--exit-status",
                    'h' => "--help",
                    _ => word,
                },
                []);
        }
    }

    private void TakeLong(string option, Queue<string> rest)
    {
        switch (option)
        {
            case "--slurp": Slurp = true; break;
            case "--raw-input": RawInput = true; break;
            case "--null-input": NullInput = true; break;
            case "--from-file": IsProgramFile = true; break;
            case "--exit-status": ExitStatus = true; break;
            case "--help": WantsHelp = true; break;
            case "--monochrome-output" or "--unbuffered": break;
            case "--args": (_restIsText, _restIsJson) = (true, false); break;
            case "--jsonargs": (_restIsText, _restIsJson) = (false, true); break;
            case "--arg": Name(option, rest, JqValue.String); break;
            case "--argjson": Name(option, rest, text => Json(text, option)); break;
            case "--max-steps": Limits = Limits with { Steps = Number(option, rest, 1, int.MaxValue) }; break;
            case "--max-depth": Limits = Limits with { Depth = Number(option, rest, 1, 1_000_000) }; break;
            case "--max-output-bytes":
                Limits = Limits with { OutputBytes = Number(option, rest, 1, int.MaxValue) };
                break;
            case "--max-regex-ms":
                Limits = Limits with { RegexTime = TimeSpan.FromMilliseconds(Number(option, rest, 1, 3_600_000)) };
                break;
            default: Printer = Printing(option, rest); break;
        }
    }

    private JqPrinter Printing(string option, Queue<string> rest) => option switch
    {
        "--raw-output" => Printer with { IsRaw = true },
        "--join-output" => Printer with { IsRaw = true, Ending = "" },
        "--raw-output0" => Printer with { IsRaw = true, Ending = "\0" },
        "--ascii-output" => Printer with { IsAscii = true },
        "--sort-keys" => Printer with { SortsKeys = true },
        "--compact-output" => Printer with { Indent = null },
        "--tab" => Printer with { Indent = "\t" },
        "--indent" => Printer with
        {
            Indent = Number(option, rest, -1, 7) switch
            {
                -1 => "\t",
                0 => null,
                var blanks => new string(' ', blanks),
            },
        },
        _ => throw new JqUsageException($"Unknown option {option}"),
    };

    private void Name(string option, Queue<string> rest, Func<string, JqValue> read)
    {
        var many = $"two parameters (e.g. {option} varname {(option == "--arg" ? "value" : "text")})";
        var name = Value(option, rest, many);
        _named.TryAdd(name, read(Value(option, rest, many)));
    }

    private static JqValue Json(string text, string option)
    {
        try
        {
            return JqValue.Parse(text);
        }
        catch (JsonException)
        {
            throw new JqUsageException($"invalid JSON text passed to {option}");
        }
    }
}
