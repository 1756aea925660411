using Workflow.Jq;

namespace Workflow.Tools;

/// <summary>What parameters of a JSON-RPC call must be like.</summary>
internal static class RpcParameters
{
    /// <param name="isConfidential">Whether they may hold a secret: then they are not told.</param>
    /// <param name="depthMax">Levels that can be sent.</param>
    /// <returns>What is wrong; null when they can be sent.</returns>
    public static ToolFault? Fault(
        string method, JqValue parameters, bool isConfidential, int depthMax, ToolOptions options)
    {
        if (parameters.Kind != JqKind.Object)
        {
            return ToolFault.Validation(
                $"The parameters of {method} must be an object{(isConfidential ? "" : $", but are {parameters}")}.");
        }

        if (parameters.Depth > depthMax)
        {
            return ToolFault.Validation(
                $"The parameters of {method} are nested {parameters.Depth} levels deep; {depthMax} are the most that "
                + "can be sent.");
        }

        return parameters.ToUtf8().Length <= options.RequestBytesMax ? null : ToolFault.Validation(
            $"The parameters have more than {options.RequestBytesMax} bytes (WORKFLOW_TOOLS_REQUEST_BYTES_MAX).");
    }
}
