using System.CommandLine;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Workflows;

/// <summary><c>workflow workflows validate</c>.</summary>
internal static class ValidateWorkflows
{
    public static Command Build()
    {
        var files = DefinitionFiles.Argument();
        return new ApiCommand("validate", "Checks definitions as a push would, and keeps nothing.", call =>
            EachFile.DoAsync(call, call.Value(files), "api/v1/workflows/validate"))
        {
            files,
        };
    }
}
