namespace Workflow.Bridge.Options;

/// <summary>The environment variable that sets an option.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class VariableAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
