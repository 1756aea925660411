using System.Diagnostics;

namespace Workflow.Jq.Evaluation;

/// <summary>The time that the regular expressions of one evaluation have left together.</summary>
internal sealed class RegexClock(TimeSpan budget)
{
    private TimeSpan _spent;

    public TimeSpan Budget => budget;

    public T Run<T>(Func<T> match)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return match();
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            throw Exceeded();
        }
        finally
        {
            _spent += Stopwatch.GetElapsedTime(start);
        }
    }

    /// <summary>To be asked before each match.</summary>
    public void Check()
    {
        if (_spent > budget)
        {
            throw Exceeded();
        }
    }

    private JqException Exceeded() => Machine.Exceeded(
        "regex_time", $"more than {budget.TotalMilliseconds} ms for its regular expressions");
}
