using Workflow.Jq.Evaluation;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins;

internal static class Arrays
{
    public static void Register(Catalogue catalogue) => catalogue
        .Add("flatten", 0, (machine, input, _) => Flatten(machine, input, int.MaxValue))
        .Add("flatten", 1, (machine, input, arguments) => Flatten(machine, input, Levels(input, arguments[0])))
        .Add("reverse", 0, (machine, input, _) => Reverse(machine, input))
        .Add("transpose", 0, (machine, input, _) => Transpose(machine, input))
        .Add("bsearch", 1, (machine, input, arguments) => Bisect(machine, input, arguments[0]))
        .Add("toarray", input => input.Kind == JqKind.Array ? input : JqValue.Array([input]))
        .Add("indices", 1, (machine, input, arguments) => Indices(machine, input, arguments[0]))
        .Add("index", 1, (machine, input, arguments) => Edge(Indices(machine, input, arguments[0]), true))
        .Add("rindex", 1, (machine, input, arguments) => Edge(Indices(machine, input, arguments[0]), false))
        .Add("_strindices", 1, (machine, input, arguments) => Occurrences(machine, input, arguments[0]));

    // What is no number is noticed only when there is something to flatten, as jq does.
    private static double Levels(JqValue input, JqValue levels)
    {
        var isFlat = input.Kind == JqKind.Array && input.Items.All(item => item.Kind != JqKind.Array);
        return levels.Kind < JqKind.Number ? -1
            : levels.AsNumber ?? (isFlat ? 0 : throw new JqException(
                $"{JqWords.Of(levels)} and number (1) cannot be subtracted"));
    }

    private static JqValue Flatten(Machine machine, JqValue input, double levels)
    {
        if (levels < 0)
        {
            throw new JqException("flatten depth must not be negative");
        }

        if (input.Kind < JqKind.Array)
        {
            throw new JqException($"Cannot iterate over {JqWords.Of(input)}");
        }

        machine.Charge(input.Size);
        var flat = new List<JqValue>();
        return DeepCall.Run(input.Depth, () =>
        {
            Flatten(input.Kind == JqKind.Array ? input.Span : input.Object_.Values, levels, flat);
            return JqValue.FromOwned([.. flat]);
        });
    }

    private static void Flatten(ReadOnlySpan<JqValue> items, double levels, List<JqValue> flat)
    {
        foreach (var item in items)
        {
            if (item.Kind == JqKind.Array && levels > 0)
            {
                Flatten(item.Span, levels - 1, flat);
            }
            else
            {
                flat.Add(item);
            }
        }
    }

    private static JqValue Reverse(Machine machine, JqValue input)
    {
        if (input.Kind == JqKind.String)
        {
            machine.Charge(input.Size);
            return JqValue.Sound(string.Concat(input.Chars.EnumerateRunes().Reverse().Select(rune => rune.ToString())));
        }

        if (input.IsNull)
        {
            return JqValue.EmptyArray;
        }

        if (input.Kind != JqKind.Array)
        {
            var length = input.Kind == JqKind.Boolean ? throw new JqException($"{JqWords.Of(input)} has no length")
                : input.AsNumber is { } number ? Math.Abs(number) : input.Count;
            return length == 0 ? JqValue.EmptyArray : throw Element.CannotIndex(input, JqValue.Number(length - 1));
        }

        machine.Charge(input.Count);
        var items = input.Span.ToArray();
        Array.Reverse(items);
        return JqValue.FromOwned(items);
    }

    private static JqValue Transpose(Machine machine, JqValue input)
    {
        if (input.Kind != JqKind.Array)
        {
            return input.Kind == JqKind.Object && input.Count == 0 ? JqValue.EmptyArray
                : throw new JqException($"Cannot iterate over {JqWords.Of(input)}");
        }

        var width = 0;
        foreach (var row in input.Span)
        {
            width = row.Kind == JqKind.Array ? Math.Max(width, row.Count)
                : throw Element.CannotIndex(row, JqValue.Number(0.0));
        }

        machine.AdmitSize((long)width * input.Count * 2);
        machine.Charge((long)width * input.Count);
        var columns = new JqValue[width];
        for (var i = 0; i < width; i++)
        {
            var column = new JqValue[input.Count];
            for (var j = 0; j < column.Length; j++)
            {
                column[j] = i < input.Span[j].Count ? input.Span[j].Span[i] : JqValue.Null;
            }

            columns[i] = JqValue.FromOwned(column);
        }

        return JqValue.FromOwned(columns);
    }

    /// <summary>The position in a sorted array, or -1 minus the position at which it would be inserted.</summary>
    private static JqValue Bisect(Machine machine, JqValue input, JqValue wanted)
    {
        if (input.Kind != JqKind.Array)
        {
            throw new JqException($"{JqWords.Of(input)} cannot be searched from");
        }

        var (from, to) = (0, input.Count - 1);
        while (from <= to)
        {
            machine.Charge(wanted.Size);
            var middle = from + ((to - from) / 2);
            var order = JqOrder.Compare(input.Span[middle], wanted);
            if (order == 0)
            {
                return JqValue.Number((double)middle);
            }

            (from, to) = order < 0 ? (middle + 1, to) : (from, middle - 1);
        }

        return JqValue.Number(-1.0 - from);
    }

    private static JqValue Indices(Machine machine, JqValue input, JqValue wanted)
    {
        if (input.Kind == JqKind.String && wanted.Kind == JqKind.String)
        {
            return Occurrences(machine, input, wanted);
        }

        if (input.Kind != JqKind.Array)
        {
            return Element.Get(input, wanted);
        }

        machine.Charge(wanted.Kind == JqKind.Array ? (long)input.Count * Math.Max(1, wanted.Count) : input.Size);
        return wanted.Kind == JqKind.Array ? Search.Items(input, wanted) : Search.Item(input, wanted);
    }

    private static JqValue Occurrences(Machine machine, JqValue input, JqValue wanted)
    {
        if (input.Kind != JqKind.String)
        {
            throw new JqException($"{JqWords.Of(input)} cannot be searched, as it is not a string");
        }

        if (wanted.Kind != JqKind.String)
        {
            throw new JqException($"{JqWords.Of(wanted)} is not a string");
        }

        Texts.ChargeSearch(machine, input.Chars, wanted.Chars);
        return Search.Text(input.Chars, wanted.Chars);
    }

    private static JqValue Edge(JqValue positions, bool first) =>
        positions.Kind != JqKind.Array ? Element.Get(positions, JqValue.Number(first ? 0.0 : -1.0))
        : positions.Count == 0 ? JqValue.Null : positions.Span[first ? 0 : positions.Count - 1];
}
