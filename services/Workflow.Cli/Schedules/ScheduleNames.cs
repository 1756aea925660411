using Workflow.Cli.Calls;
using Workflow.Cli.Http;
using Workflow.Cli.Output;

namespace Workflow.Cli.Schedules;

/// <summary>Finds schedules by name.</summary>
internal static class ScheduleNames
{
    private const int PageSize = 500;

    /// <exception cref="ApiException">None has the name, or several have; or the API refuses.</exception>
    public static async Task<string> IdOfAsync(ApiCall call, string text)
    {
        if (Guid.TryParse(text, out _))
        {
            return text;
        }

        var found = new List<string>();
        string? after = null;
        do
        {
            var page = await call.GetAsync(Query.Of("api/v1/schedules", ("limit", PageSize), ("after", after)));
            found.AddRange(page.RowsAt("schedules").Where(one => one.TextAt("name") == text)
                .Select(one => one.TextAt("id")!));
            after = page.TextAt("next");
        }
        while (after is not null);

        return found switch
        {
            [var one] => one,
            [] => throw new ApiException(
                $"There is no schedule '{text}'. `workflow schedules list` tells those that there are.",
                ExitCode.NotFound),
            _ => throw new ApiException(
                $"'{text}' is the name of {string.Join(" and ", found)}. Give the id.", ExitCode.Usage),
        };
    }
}
