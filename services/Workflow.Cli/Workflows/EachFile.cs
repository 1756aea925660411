using System.Text.Json.Nodes;
using Workflow.Cli.Calls;
using Workflow.Cli.Http;
using Workflow.Cli.Output;

namespace Workflow.Cli.Workflows;

/// <summary>Sends several definitions; one that is refused does not keep the others from it.</summary>
internal static class EachFile
{
    private static readonly Column[] Columns =
    [
        new("FILE", "file"), new("NAMESPACE", "namespace"), new("NAME", "name"), new("VERSION", "version"),
        new("ID", "id"),
    ];

    /// <returns>0, or the exit code of the first that was refused.</returns>
    public static async Task<int> DoAsync(ApiCall call, IReadOnlyList<string> files, string path)
    {
        var (code, answers) = (ExitCode.Ok, new JsonArray());
        foreach (var file in files)
        {
            try
            {
                var answer = (JsonObject)(await DefinitionFiles.PostAsync(call, path, file))!;
                answers.Add(new JsonObject([KeyValuePair.Create<string, JsonNode?>("file", file), .. Copy(answer)]));
            }
            catch (Exception e) when (
                files.Count > 1 && e is InputException or ApiException and not UnreachableException)
            {
                code = code != ExitCode.Ok ? code : (e as ApiException)?.Code ?? ExitCode.Usage;
                await Console.Error.WriteLineAsync(e.Message);
            }
        }

        if (answers.Count > 0 || !call.Print.IsForPeople)
        {
            call.Print.List(answers, "", Columns.Where(column =>
                column.Header != "ID" || answers.Any(answer => answer.At("id") is not null)).ToList());
        }

        return code;
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Copy(JsonObject answer) =>
        answer.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()));
}
