using Workflow.Jq.Evaluation;

namespace Workflow.Jq.Builtins.Dates;

/// <summary>Dates. Local time is UTC: two machines must not evaluate the same program differently.</summary>
internal static class DateBuiltins
{
    public static void Register(Catalogue catalogue) => catalogue
        .Add("gmtime", input => FromSeconds(input, "gmtime"))
        .Add("localtime", input => FromSeconds(input, "localtime"))
        .Add("mktime", Seconds)
        .Add("strftime", 1, (machine, input, arguments) => Print(machine, input, arguments[0], "strftime/1"))
        .Add("strflocaltime", 1, (machine, input, arguments) => Print(machine, input, arguments[0], "strflocaltime/1"))
        .Add("strptime", 1, (machine, input, arguments) => Parse(machine, input, arguments[0]));

    private static JqValue FromSeconds(JqValue input, string builtin) => BrokenDownTime.FromSeconds(
        input.AsNumber ?? throw new JqException($"{builtin}() requires numeric inputs"), builtin).ToValue();

    private static JqValue Seconds(JqValue input)
    {
        if (input.Kind != JqKind.Array)
        {
            throw new JqException("mktime requires array inputs");
        }

        return JqValue.Number(BrokenDownTime.FromValue(input, "mktime").ToSeconds());
    }

    private static JqValue Print(Machine machine, JqValue input, JqValue format, string builtin)
    {
        if (input.Kind is not (JqKind.Number or JqKind.Array))
        {
            throw new JqException($"{builtin} requires parsed datetime inputs");
        }

        var pattern = format.AsString ?? throw new JqException($"{builtin} requires a string format");
        var time = input.AsNumber is { } seconds
            ? BrokenDownTime.FromSeconds(seconds, builtin)
            : BrokenDownTime.FromValue(input, builtin);
        machine.AdmitSize(pattern.Length * 8L);
        machine.Charge(pattern.Length * 4L);
        return JqValue.Sound(TimeFormat.Print(time, pattern));
    }

    private static JqValue Parse(Machine machine, JqValue input, JqValue format)
    {
        if (input.Kind != JqKind.String || format.Kind != JqKind.String)
        {
            throw new JqException("strptime/1 requires string inputs and arguments");
        }

        machine.Charge(input.Size + format.Size);
        return TimeParse.TryParse(input.Chars, format.Chars, out var time)
            ? time.ToValue()
            : throw new JqException($"date \"{input.Chars}\" does not match format \"{format.Chars}\"");
    }
}
