namespace Workflow.Model;

/// <summary>Names a registered definition among those of one owner.</summary>
/// <param name="Version">A semantic version, or <see cref="Latest"/>.</param>
public sealed record WorkflowReference(string Namespace, string Name, string Version)
{
    /// <summary>The version that is the latest when the run is started.</summary>
    public const string Latest = "latest";

    public override string ToString() => $"{Namespace}/{Name} {Version}";
}
