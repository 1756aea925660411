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

    /// <summary>Receives what <c>debug</c> reports; it does nothing without it.</summary>
    public Action<JqValue>? Debug { get; init; }

    /// <summary>Receives what <c>stderr</c> reports; <see cref="Debug"/> does where this is null.</summary>
    public Action<JqValue>? StandardError { get; init; }
}
