using System.Runtime.CompilerServices;
using Workflow.Jq.Text;
using Workflow.Jq.Values;

namespace Workflow.Jq;

/// <summary>
/// An immutable JSON value. Equality and order are jq's: 1 equals 1.0, members are compared without their order.
/// </summary>
public sealed partial class JqValue : IEquatable<JqValue>, IComparable<JqValue>
{
    /// <summary>Values nested deeper than this are refused when they are built.</summary>
    internal const int DeepestNesting = 20_000;

    private static readonly JqValue[] SmallNumbers =
        [.. Enumerable.Range(-1, 258).Select(n => new JqValue((double)n, null))];

    // string: the text; number: the literal's text or null; array: JqValue[] or SharedItems; object: ObjectMembers
    private readonly object? _payload;
    // number: its value; Boolean: 1 for true; array: how many items of the payload are its own
    private readonly double _number;
    private readonly int _size;
    private readonly ushort _depth;
    private readonly JqKind _kind;

    private JqValue(JqKind kind, double number)
    {
        _kind = kind;
        _number = number;
        _size = 5;
    }

    private JqValue(double number, string? literal)
    {
        _kind = JqKind.Number;
        _number = number;
        _payload = literal;
        _size = literal?.Length ?? 8;
    }

    private JqValue(string text)
    {
        _kind = JqKind.String;
        _payload = text;
        _size = text.Length + 2;
    }

    private JqValue(JqKind kind, object payload, int count, long size, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new JqException($"A value is nested deeper than {DeepestNesting} levels", "depth");
        }

        _kind = kind;
        _payload = payload;
        _number = count;
        _size = (int)Math.Min(size, int.MaxValue);
        _depth = (ushort)depth;
    }

    public static JqValue Null { get; } = new(JqKind.Null, 0);

    public static JqValue True { get; } = new(JqKind.Boolean, 1);

    public static JqValue False { get; } = new(JqKind.Boolean, 0);

    public JqKind Kind => _kind;

    /// <summary>The text of a string, else null.</summary>
    public string? AsString => _kind == JqKind.String ? Unsafe.As<string>(_payload) : null;

    /// <summary>
    /// The value of a number (NaN and infinities possible, literals beyond double rounded), else null.
    /// </summary>
    public double? AsNumber => _kind == JqKind.Number ? _number : null;

    /// <summary>The value of a Boolean, else null.</summary>
    public bool? AsBoolean => _kind == JqKind.Boolean ? _number != 0 : null;

    public bool IsNull => _kind == JqKind.Null;

    /// <summary>Neither null nor false.</summary>
    public bool IsTruthy => _kind > JqKind.Boolean || (_kind == JqKind.Boolean && _number != 0);

    internal double Double => _number;

    internal string Chars => Unsafe.As<string>(_payload)!;

    /// <summary>The number as it was written, where its double would print otherwise; else null.</summary>
    internal string? Literal => _kind == JqKind.Number ? Unsafe.As<string?>(_payload) : null;

    /// <summary>
    /// About how many characters of JSON the value is, shared parts counted each time; at most int.MaxValue.
    /// </summary>
    internal int Size => _size;

    /// <summary>How many arrays and objects are nested in it, itself included; 0 for scalars.</summary>
    public int Depth => _depth;

    public static JqValue Bool(bool value) => value ? True : False;

    /// <summary>A string; lone surrogates become U+FFFD, as they have no UTF-8 form.</summary>
    public static JqValue String(string value) => new(Utf16.Repair(value));

    public static JqValue Number(double value)
    {
        var index = (int)value + 1;
        var isSmall = (uint)index < (uint)SmallNumbers.Length && index - 1 == value;
        return isSmall && (index != 1 || !double.IsNegative(value))
            ? SmallNumbers[index]
            : new JqValue(value, null);
    }

    /// <summary>A whole number; all of its digits are kept until it is calculated with.</summary>
    public static JqValue Number(long value) => value is > 1L << 53 or < -(1L << 53)
        ? new JqValue(value, value.ToString(System.Globalization.CultureInfo.InvariantCulture))
        : Number((double)value);

    /// <summary>A number with the text it prints as.</summary>
    internal static JqValue NumberLiteral(double value, string literal) => new(value, literal);

    /// <summary>A string known to hold no lone surrogate.</summary>
    internal static JqValue Sound(string text) => new(text);

    /// <summary>Compact JSON, numbers as jq prints them.</summary>
    public string ToJson() => JsonOutput.ToText(this);

    /// <summary>Compact JSON in UTF-8, numbers as jq prints them.</summary>
    public byte[] ToUtf8() => JsonOutput.ToUtf8(this);

    public override string ToString() => ToJson();

    public bool Equals(JqValue? other) => other is not null && JqOrder.AreEqual(this, other);

    /// <summary>jq's order: null, false, true, numbers, strings by code point, arrays, objects.</summary>
    public int CompareTo(JqValue? other) => other is null ? 1 : JqOrder.Compare(this, other);

    public override bool Equals(object? obj) => Equals(obj as JqValue);

    public override int GetHashCode() => JqOrder.Hash(this);

    public static bool operator ==(JqValue? left, JqValue? right) =>
        ReferenceEquals(left, right) || (left is not null && left.Equals(right));

    public static bool operator !=(JqValue? left, JqValue? right) => !(left == right);

    public static bool operator <(JqValue left, JqValue right) => JqOrder.Compare(left, right) < 0;

    public static bool operator >(JqValue left, JqValue right) => JqOrder.Compare(left, right) > 0;

    public static bool operator <=(JqValue left, JqValue right) => JqOrder.Compare(left, right) <= 0;

    public static bool operator >=(JqValue left, JqValue right) => JqOrder.Compare(left, right) >= 0;
}
