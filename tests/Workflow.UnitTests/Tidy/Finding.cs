namespace Workflow.UnitTests.Tidy;

/// <summary>A place where a rule of the house style is broken.</summary>
/// <param name="Path">From the repository's root, with forward slashes.</param>
/// <param name="Line">From 1.</param>
public readonly record struct Finding(string Path, int Line, string Message)
{
    public override string ToString() => $"{Path}:{Line}: {Message}";
}
