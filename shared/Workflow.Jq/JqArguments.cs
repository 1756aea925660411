namespace Workflow.Jq;

/// <summary>What an evaluation sees besides its input.</summary>
public sealed record JqArguments
{
    private static readonly IReadOnlyDictionary<string, JqValue> NoVariables = new Dictionary<string, JqValue>();

    /// <summary>No variables, default bounds.</summary>
    public static JqArguments None { get; } = new();

    /// <summary>Values of <c>$name</c>, keyed without the dollar sign.</summary>
    public IReadOnlyDictionary<string, JqValue> Variables { get; init; } = NoVariables;

    public JqLimits Limits { get; init; } = JqLimits.Default;

    /// <summary>What <c>now</c> answers.</summary>
    public DateTimeOffset Now { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Receives what <c>debug</c> and <c>stderr</c> report; they do nothing without it.</summary>
    public Action<JqValue>? Debug { get; init; }
}
