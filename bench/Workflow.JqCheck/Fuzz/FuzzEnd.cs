namespace Workflow.JqCheck.Fuzz;

/// <summary>What a case may end with.</summary>
internal enum FuzzEnd
{
    Outputs,
    Error,
    CompileError,
    InputError,
}
