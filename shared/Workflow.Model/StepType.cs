namespace Workflow.Model;

/// <summary>What kind of work a step is, as the table and the HTTP surfaces name it.</summary>
public static class StepType
{
    public const string AgentExecution = "agent_execution";
    public const string ToolCall = "tool_call";
    public const string DecisionPoint = "decision_point";
    public const string DataProcessing = "data_processing";
    public const string Wait = "wait";
    public const string SubWorkflow = "sub_workflow";
}
