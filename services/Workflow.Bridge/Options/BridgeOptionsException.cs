namespace Workflow.Bridge.Options;

/// <summary>A setting that must not be used. Meant for whoever starts the process.</summary>
public sealed class BridgeOptionsException(string variable, string? value, string remedy)
    : Exception($"{variable}={value ?? "(unset)"}: {remedy}")
{
    public string Variable { get; } = variable;
}
