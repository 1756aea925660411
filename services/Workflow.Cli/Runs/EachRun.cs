using System.Text.Json.Nodes;
using Workflow.Cli.Calls;
using Workflow.Cli.Http;
using Workflow.Cli.Output;

namespace Workflow.Cli.Runs;

/// <summary>Does the same to several runs; one that refuses does not keep the others from it.</summary>
internal static class EachRun
{
    /// <param name="more">Columns beside id and status.</param>
    /// <returns>0, or the exit code of the first that refused.</returns>
    public static async Task<int> DoAsync(
        ApiCall call, IReadOnlyList<Guid> runs, Func<Guid, Task<JsonNode?>> verb, params Column[] more)
    {
        if (runs.Count == 1)
        {
            call.Print.Record(await verb(runs[0]));
            return ExitCode.Ok;
        }

        var (code, answers) = (ExitCode.Ok, new JsonArray());
        foreach (var run in runs)
        {
            try
            {
                answers.Add(await verb(run));
            }
            catch (ApiException e) when (e is not UnreachableException)
            {
                code = code == ExitCode.Ok ? e.Code : code;
                await Console.Error.WriteLineAsync($"{run}: {e.Message}");
            }
        }

        call.Print.List(answers, "", [new Column("ID", "execution_id"), new Column("STATUS", "status"), .. more]);
        return code;
    }
}
