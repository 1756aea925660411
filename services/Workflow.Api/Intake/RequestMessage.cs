using System.Text;
using System.Text.Json;
using Workflow.Database.Intake;
using Workflow.Model;

namespace Workflow.Api.Intake;

/// <summary>Writes the message that wakes a run's owner.</summary>
public static class RequestMessage
{
    public static byte[] KeyOf(Guid runId) => Encoding.ASCII.GetBytes(runId.ToString("D"));

    /// <param name="bytesMax">Definition and input together above this are left out: the owner reads the row.</param>
    public static byte[] BodyOf(NewRun run, RawJson plan, DateTimeOffset now, int bytesMax)
    {
        var fits = (long)plan.Utf8.Length + run.Input.Utf8.Length <= bytesMax;
        var request = new ExecutionRequest(run.RunId, fits ? plan : default, fits ? run.Input : default, now);
        return JsonSerializer.SerializeToUtf8Bytes(request, MessageJson.Default.ExecutionRequest);
    }
}
