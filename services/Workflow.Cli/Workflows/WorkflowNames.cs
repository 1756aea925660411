using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;
using Workflow.Cli.Http;
using Workflow.Cli.Output;

namespace Workflow.Cli.Workflows;

/// <summary>Finds workflows by name: routes of single ones take ids only.</summary>
internal static class WorkflowNames
{
    private const int PageSize = 500;

    public static Argument<string> Argument() => new("workflow")
    {
        Description = "Id, name or namespace/name of the workflow.",
    };

    /// <exception cref="ApiException">None has the name, or several have; or the API refuses.</exception>
    public static async Task<string> IdOfAsync(ApiCall call, string text)
    {
        if (Guid.TryParse(text, out _))
        {
            return text;
        }

        var found = await FindAsync(call, text);
        return found switch
        {
            [var one] => one.TextAt("id")!,
            [] => throw new ApiException(
                $"There is no workflow '{text}'. `workflow workflows list` tells those that there are.",
                ExitCode.NotFound),
            _ => throw new ApiException(
                $"'{text}' may be {string.Join(" or ", found.Select(one => $"{FullName(one)} ({one.TextAt("id")})"))}. "
                + "Give namespace/name or the id.",
                ExitCode.Usage),
        };
    }

    private static async Task<List<JsonNode>> FindAsync(ApiCall call, string text)
    {
        var found = new List<JsonNode>();
        string? after = null;
        do
        {
            var page = await call.GetAsync(Query.Of("api/v1/workflows", ("limit", PageSize), ("after", after)));
            found.AddRange(page.RowsAt("workflows")
                .Where(one => one.TextAt("name") == text || FullName(one) == text));
            after = page.TextAt("next");
        }
        while (after is not null);

        return found;
    }

    private static string FullName(JsonNode workflow) => $"{workflow.TextAt("namespace")}/{workflow.TextAt("name")}";
}
