using System.Xml;
using Workflow.Jq;

namespace Workflow.Definitions.Expressions;

/// <summary>A duration of the DSL: members (days … milliseconds) summed up, an ISO 8601 text, or an expression that gives one.</summary>
public sealed record DurationSpec(TimeSpan Fixed, Expression? Computed = null)
{
    /// <summary>The duration, zero or more.</summary>
    /// <exception cref="JqException">The expression failed.</exception>
    /// <exception cref="FormatException">The expression gave no ISO 8601 duration, or a negative one.</exception>
    public TimeSpan Evaluate(JqValue input, ExpressionScope scope)
    {
        if (Computed is null)
        {
            return Fixed;
        }

        var text = Computed.Evaluate(input, scope).AsString;
        return text is not null && TryParseIso(text, out var duration)
            ? duration
            : throw new FormatException($"'{Computed.Source}' gave {text ?? "no text"}, which is no ISO 8601 duration such as PT30S.");
    }

    /// <summary>Reads an ISO 8601 duration of zero or more without years and months (their length is not fixed).</summary>
    public static bool TryParseIso(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var date = text.AsSpan(0, Math.Max(0, text.IndexOf('T') is var t && t >= 0 ? t : text.Length));
        if (!text.StartsWith('P') || date.Contains('Y') || date.Contains('M'))
        {
            return false;
        }

        try
        {
            duration = XmlConvert.ToTimeSpan(text);
            return duration >= TimeSpan.Zero;
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return false;
        }
    }
}
