namespace Workflow.Jq.Evaluation;

/// <summary>Ends the evaluation of the label's body.</summary>
internal sealed class BreakSignal(object label) : Exception
{
    public object Label => label;
}
