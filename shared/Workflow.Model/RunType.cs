namespace Workflow.Model;

/// <summary>What a run runs, as the table and the HTTP surfaces name it. A pipeline is a definition like any
/// other.</summary>
public static class RunType
{
    public const string Workflow = "workflow";
    public const string Pipeline = "pipeline";
    public const string Agent = "agent";

    public static readonly IReadOnlyList<string> All = [Agent, Pipeline, Workflow];
}
