using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Workflows;

/// <summary><c>workflow workflows show</c>.</summary>
internal static class ShowWorkflow
{
    public static Command Build()
    {
        var name = WorkflowNames.Argument();
        var version = VersionOption();
        var document = new Option<bool>("--document") { Description = "Nothing but the definition." };
        return new ApiCommand("show", "Shows a workflow with its definition.", async call =>
        {
            var id = await WorkflowNames.IdOfAsync(call, call.Value(name));
            var told = await call.GetAsync(Query.Of($"api/v1/workflows/{id}", ("version", call.Value(version))));
            if (!call.Value(document))
            {
                call.Print.Record(told);
            }
            else if (call.Print.IsForPeople)
            {
                Console.Out.Write(YamlText.Of(told.At("document")));
            }
            else
            {
                call.Print.Record(told.At("document"));
            }
        })
        {
            name, version, document,
        };
    }

    private static Option<string?> VersionOption() => new("--workflow-version")
    {
        Description = "Another version than the latest.",
        HelpName = "VERSION",
    };
}
