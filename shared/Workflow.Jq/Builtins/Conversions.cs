using System.Text;
using Workflow.Jq.Evaluation;
using Workflow.Jq.Text;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins;

/// <summary>From one kind of value to another.</summary>
internal static class Conversions
{
    private const int DeepestText = 10_000;

    public static void Register(Catalogue catalogue) => catalogue
        .Add("tojson", 0, (machine, input, _) => ToJson(machine, input))
        .Add("fromjson", 0, FromJson)
        .Add("tostring", 0, (machine, input, _) => ToText(machine, input))
        .Add("tonumber", input => input.Kind switch
        {
            JqKind.Number => input,
            JqKind.String when NumberText.TryRead(input.Chars, lenient: true, out var number) => number,
            _ => throw new JqException($"{JqWords.Of(input)} cannot be parsed as a number"),
        })
        .Add("toboolean", input => (input.Kind, input.AsString) switch
        {
            (JqKind.Boolean, _) => input,
            (_, "true") => JqValue.True,
            (_, "false") => JqValue.False,
            _ => throw new JqException($"{JqWords.Of(input)} cannot be parsed as a boolean"),
        })
        .Add("length", 0, (machine, input, _) => Length(machine, input));

    /// <summary>A string as it is, anything else as JSON.</summary>
    public static JqValue ToText(Machine machine, JqValue input) =>
        input.Kind == JqKind.String ? input : ToJson(machine, input);

    public static JqValue ToJson(Machine machine, JqValue input)
    {
        machine.AdmitSize(input.Size);
        machine.Charge(input.Size >> 1);
        return JqValue.Sound(JsonOutput.ToText(input));
    }

    private static JqValue FromJson(Machine machine, JqValue input, JqValue[] arguments)
    {
        if (input.Kind != JqKind.String)
        {
            throw new JqException($"{JqWords.Of(input)} only strings can be parsed");
        }

        machine.Charge(input.Size * 2L);
        try
        {
            return JsonInput.Read(Encoding.UTF8.GetBytes(input.Chars), DeepestText, lenient: true);
        }
        catch (JsonTextException error)
        {
            var excerpt = input.Chars.Length <= 200 ? input.Chars : Utf16.Repair(input.Chars[..200]) + "...";
            throw new JqException($"{error.Message} (while parsing '{excerpt}')");
        }
    }

    private static JqValue Length(Machine machine, JqValue input)
    {
        switch (input.Kind)
        {
            case JqKind.Null:
                return JqValue.Number(0.0);
            case JqKind.Number:
                return input.Double < 0 ? Arithmetic.Negate(input) : input;
            case JqKind.String:
                machine.Charge(input.Size >> 4);
                return JqValue.Number((double)Utf16.Count(input.Chars));
            case JqKind.Boolean:
                throw new JqException($"{JqWords.Of(input)} has no length");
            default:
                return JqValue.Number((double)input.Count);
        }
    }
}
