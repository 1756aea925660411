using System.Text.Json;

namespace Workflow.Model;

/// <summary>How often an agent may be called, over all bridges.</summary>
/// <param name="Calls">That may begin within any such period; 1 to <see cref="CallsMax"/>.</param>
/// <param name="PeriodSeconds">1 to <see cref="PeriodSecondsMax"/>.</param>
public sealed record RateLimit(int Calls, int PeriodSeconds)
{
    public const int CallsMax = 10_000;

    /// <summary>A day.</summary>
    public const int PeriodSecondsMax = 86_400;

    public string ToJson() => JsonSerializer.Serialize(this, MessageJson.Default.RateLimit);

    /// <summary>Reads what <see cref="ToJson"/> made; null for anything else, so that one such row keeps nobody from
    /// reading the others.</summary>
    public static RateLimit? FromJson(string text) => LenientJson.Read(text, MessageJson.Default.RateLimit);
}
