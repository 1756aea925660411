namespace Workflow.Api.Accounts;

/// <summary>What became of checking a token or an API key.</summary>
public abstract record CheckOutcome
{
    private CheckOutcome()
    {
    }

    public sealed record Accepted(Account Account) : CheckOutcome;

    /// <param name="Reason">A sentence for the caller; repeats nothing of what was sent.</param>
    public sealed record Refused(string Reason) : CheckOutcome;

    /// <summary>It may be good or bad: the keys to check it with cannot be had now.</summary>
    public sealed record Unchecked : CheckOutcome;
}
