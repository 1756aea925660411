namespace Workflow.Jq;

/// <summary>
/// An evaluation failed: an error of the program (<c>error</c>, a wrong type) or a bound that was exceeded.
/// </summary>
public sealed class JqException : Exception
{
    /// <summary>An error with a text as its value.</summary>
    public JqException(string message)
        : this(JqValue.String(message))
    {
    }

    /// <summary>An error with any value, as <c>error(value)</c> raises it.</summary>
    public JqException(JqValue value)
        : base(value.AsString ?? $"{Values.JqWords.Of(value)} (not a string)") => Value = value;

    /// <summary>A bound was exceeded; a program cannot catch this one.</summary>
    internal JqException(string message, string limit)
        : base(message)
    {
        Value = JqValue.String(message);
        Limit = limit;
    }

    /// <summary>What <c>catch</c> would see.</summary>
    public JqValue Value { get; }

    /// <summary>
    /// The bound that was exceeded: <c>steps</c>, <c>depth</c>, <c>output_bytes</c> or <c>regex_time</c>; else null.
    /// </summary>
    public string? Limit { get; }
}
