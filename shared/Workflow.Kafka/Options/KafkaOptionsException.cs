namespace Workflow.Kafka;

/// <summary>A setting that must not be used: which one, what it was, and what to do. Meant for whoever starts the
/// process.</summary>
public sealed class KafkaOptionsException(string setting, string? value, string remedy)
    : Exception($"{setting}={value ?? "(unset)"}: {remedy}")
{
    /// <summary>The environment variable, or the option where it was set in code.</summary>
    public string Setting { get; } = setting;

    public string? Value { get; } = value;

    /// <summary>What is wrong with it, the harm it would do, and what is accepted.</summary>
    public string Remedy { get; } = remedy;
}
