using System.CommandLine;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Workflows;

/// <summary><c>workflow workflows push</c>.</summary>
internal static class PushWorkflows
{
    public static Command Build()
    {
        var files = DefinitionFiles.Argument();
        return new ApiCommand("push", "Registers definitions; doing it again changes nothing.", call =>
            EachFile.DoAsync(call, call.Value(files), "api/v1/workflows"))
        {
            files,
        };
    }
}
