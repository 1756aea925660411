using System.Text;
using Workflow.Jq.Evaluation;
using Workflow.Jq.Evaluation.Nodes;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins;

/// <summary>The operators on two values.</summary>
internal static class Arithmetic
{
    public static Operation Find(string symbol) => symbol switch
    {
        "+" => Add,
        "-" => Subtract,
        "*" => Multiply,
        "/" => Divide,
        "%" => Remainder,
        "==" => (machine, left, right) => JqValue.Bool(Equal(machine, left, right)),
        "!=" => (machine, left, right) => JqValue.Bool(!Equal(machine, left, right)),
        "<" => (machine, left, right) => JqValue.Bool(Compare(machine, left, right) < 0),
        "<=" => (machine, left, right) => JqValue.Bool(Compare(machine, left, right) <= 0),
        ">" => (machine, left, right) => JqValue.Bool(Compare(machine, left, right) > 0),
        ">=" => (machine, left, right) => JqValue.Bool(Compare(machine, left, right) >= 0),
        _ => throw new ArgumentOutOfRangeException(nameof(symbol), symbol, null),
    };

    public static bool Equal(Machine machine, JqValue left, JqValue right)
    {
        machine.Charge(Math.Min(left.Size, right.Size) >> 2);
        return JqOrder.AreEqual(left, right);
    }

    public static JqValue Negate(JqValue value)
    {
        if (value.Kind != JqKind.Number)
        {
            throw new JqException($"{JqWords.Of(value)} cannot be negated");
        }

        return value.Literal is { } text
            ? JqValue.NumberLiteral(-value.Double, text[0] == '-' ? text[1..] : "-" + text)
            : JqValue.Number(-value.Double);
    }

    public static JqValue Add(Machine machine, JqValue left, JqValue right)
    {
        if (left.IsNull || right.IsNull)
        {
            return left.IsNull ? right : left;
        }

        switch (left.Kind)
        {
            case JqKind.Number when right.Kind == JqKind.Number:
                return JqValue.Number(left.Double + right.Double);
            case JqKind.String when right.Kind == JqKind.String:
                machine.AdmitSize((long)left.Size + right.Size);
                machine.Charge((left.Size + right.Size) >> 2);
                return JqValue.Sound(left.Chars + right.Chars);
            case JqKind.Array when right.Kind == JqKind.Array:
                machine.AdmitSize((long)left.Size + right.Size);
                machine.Charge(right.Count);
                return left.Count == 0 ? right : left.Append(right.Span);
            case JqKind.Object when right.Kind == JqKind.Object:
                machine.Charge(left.Count + right.Count);
                return Merge(left, right);
            default:
                throw Cannot("added", left, right);
        }
    }

    private static JqValue Subtract(Machine machine, JqValue left, JqValue right)
    {
        if (left.Kind == JqKind.Number && right.Kind == JqKind.Number)
        {
            return JqValue.Number(left.Double - right.Double);
        }

        if (left.Kind != JqKind.Array || right.Kind != JqKind.Array)
        {
            throw Cannot("subtracted", left, right);
        }

        machine.Charge(left.Size + right.Size + ((long)left.Count * right.Count >> 4));
        var unwanted = new HashSet<JqValue>(right.Items);
        return JqValue.FromOwned([.. left.Items.Where(item => !unwanted.Contains(item))]);
    }

    private static JqValue Multiply(Machine machine, JqValue left, JqValue right)
    {
        switch (left.Kind)
        {
            case JqKind.Number when right.Kind == JqKind.Number:
                return JqValue.Number(left.Double * right.Double);
            case JqKind.String when right.Kind == JqKind.Number:
                return Repeat(machine, left.Chars, right.Double);
            case JqKind.Number when right.Kind == JqKind.String:
                return Repeat(machine, right.Chars, left.Double);
            case JqKind.Object when right.Kind == JqKind.Object:
                machine.Charge((long)left.Size + right.Size);
                return MergeWithin(left, right, Math.Min(left.Depth, right.Depth));
            default:
                throw Cannot("multiplied", left, right);
        }
    }

    private static JqValue Divide(Machine machine, JqValue left, JqValue right)
    {
        if (left.Kind == JqKind.String && right.Kind == JqKind.String)
        {
            return Texts.Split(machine, left.Chars, right.Chars);
        }

        if (left.Kind != JqKind.Number || right.Kind != JqKind.Number)
        {
            throw Cannot("divided", left, right);
        }

        return right.Double != 0
            ? JqValue.Number(left.Double / right.Double)
            : throw Cannot("divided because the divisor is zero", left, right);
    }

    private static JqValue Remainder(Machine machine, JqValue left, JqValue right)
    {
        if (left.Kind != JqKind.Number || right.Kind != JqKind.Number)
        {
            throw Cannot("divided (remainder)", left, right);
        }

        if (double.IsNaN(left.Double) || double.IsNaN(right.Double))
        {
            return JqValue.Number(double.NaN);
        }

        var divisor = (long)right.Double;
        return divisor switch
        {
            0 => throw Cannot("divided (remainder) because the divisor is zero", left, right),
            -1 => JqValue.Number(0.0),
            _ => JqValue.Number((double)((long)left.Double % divisor)),
        };
    }

    private static JqValue Repeat(Machine machine, string text, double times)
    {
        if (double.IsNaN(times) || times < 0)
        {
            return JqValue.Null;
        }

        if (text.Length * Math.Floor(times) > int.MaxValue)
        {
            throw new JqException("Repeat string result too long");
        }

        var length = text.Length * (long)times;
        machine.AdmitSize(length);
        machine.Charge(length >> 2);
        return JqValue.Sound(length == 0 ? "" : new StringBuilder().Insert(0, text, (int)times).ToString());
    }

    private static JqValue Merge(JqValue left, JqValue right)
    {
        if (left.Count == 0)
        {
            return right;
        }

        var members = new MemberList(left.Count + right.Count);
        foreach (var part in (ReadOnlySpan<JqValue>)[left, right])
        {
            for (var i = 0; i < part.Count; i++)
            {
                members.Set(part.Object_.Keys[i], part.Object_.Values[i]);
            }
        }

        return members.ToValue();
    }

    private static JqValue MergeWithin(JqValue left, JqValue right, int depth) => depth > Trail.Longest + 1
        ? throw new JqException("Object merge too deep")
        : DeepCall.Run(depth, () => MergeDeep(left, right));

    private static JqValue MergeDeep(JqValue left, JqValue right)
    {
        var members = new MemberList(left.Count + right.Count);
        for (var i = 0; i < left.Count; i++)
        {
            members.Set(left.Object_.Keys[i], left.Object_.Values[i]);
        }

        for (var i = 0; i < right.Count; i++)
        {
            var (key, value) = (right.Object_.Keys[i], right.Object_.Values[i]);
            var old = left[key];
            members.Set(
                key, old.Kind == JqKind.Object && value.Kind == JqKind.Object ? MergeDeep(old, value) : value);
        }

        return members.ToValue();
    }

    private static int Compare(Machine machine, JqValue left, JqValue right)
    {
        if (left.Kind == JqKind.Number && right.Kind == JqKind.Number && double.IsNaN(left.Double))
        {
            return -1;
        }

        machine.Charge(Math.Min(left.Size, right.Size) >> 2);
        return JqOrder.Compare(left, right);
    }

    private static JqException Cannot(string what, JqValue left, JqValue right) =>
        new($"{JqWords.Of(left)} and {JqWords.Of(right)} cannot be {what}");
}
