using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Workflow.Jq.Evaluation;

/// <summary>
/// The time that the regular expressions of one evaluation have left together. Those of the linear engine have many
/// times as much: they can only be slow by finding very many matches in very long texts.
/// </summary>
internal sealed class RegexClock(TimeSpan budget)
{
    private const int LinearFactor = 20;

    private TimeSpan _spent;
    private TimeSpan _spentLinear;

    /// <summary>What a single match may take.</summary>
    public static TimeSpan Budget(TimeSpan budget, bool isLinear) => isLinear ? budget * LinearFactor : budget;

    public Match Match(Regex regex, string text, int start)
    {
        var isLinear = regex.Options.HasFlag(RegexOptions.NonBacktracking);
        if ((isLinear ? _spentLinear : _spent) > Budget(budget, isLinear))
        {
            throw Exceeded();
        }

        var begin = Stopwatch.GetTimestamp();
        try
        {
            return regex.Match(text, start);
        }
        catch (RegexMatchTimeoutException)
        {
            throw Exceeded();
        }
        finally
        {
            var elapsed = Stopwatch.GetElapsedTime(begin);
            _spent += isLinear ? TimeSpan.Zero : elapsed;
            _spentLinear += isLinear ? elapsed : TimeSpan.Zero;
        }
    }

    private JqException Exceeded() => Machine.Exceeded(
        "regex_time", $"more than {budget.TotalMilliseconds} ms for its regular expressions");
}
