namespace Workflow.Hosting;

/// <summary>A setting that must not be used: its name, its value and the harm. Meant for whoever starts the
/// process.</summary>
public sealed class SettingException(string setting, string? value, string harm)
    : Exception($"{setting}={value ?? "(unset)"}: {harm}")
{
    public string Setting { get; } = setting;
}
