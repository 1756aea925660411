using System.Text;
using Workflow.Outgoing.Calls;
using Workflow.Tools;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;

namespace Workflow.Execution.Tasks.RunProcess;

/// <summary>Fetches a script from where its definition says.</summary>
internal static class ScriptSource
{
    /// <returns>The script, or why there is none.</returns>
    public static async Task<(string? Code, ToolFault? Fault)> FetchAsync(
        HttpTool http, Uri address, FindLogin findLogin, CancellationToken ct)
    {
        var reading = await findLogin(address, ct);
        if (reading.Fault is { } without)
        {
            return (null, without);
        }

        var request = new OutgoingRequest(
            "GET", address, [KeyValuePair.Create("Accept", "text/*, */*;q=0.5")], null, FollowsRedirects: true);
        var (answer, fault, _) = await http.SendAsync(request, reading.Login, ct);
        return answer?.Status is >= 200 and < 300
            ? (Encoding.UTF8.GetString(answer.Body), null)
            : (null, fault ?? ToolFault.Communication(
                answer!.Status, $"The script {address.AbsoluteUri} cannot be fetched: it answered {answer.Status}."));
    }
}
