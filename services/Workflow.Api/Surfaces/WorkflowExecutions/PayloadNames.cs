namespace Workflow.Api.Surfaces.WorkflowExecutions;

/// <summary>Names the payloads that an answer leaves out.</summary>
internal static class PayloadNames
{
    /// <returns>Null when nothing is left out.</returns>
    public static IReadOnlyList<string>? LeftOut(bool isInput, bool isOutput) => (isInput, isOutput) switch
    {
        (true, true) => ["input_data", "output_data"],
        (true, false) => ["input_data"],
        (false, true) => ["output_data"],
        _ => null,
    };
}
