using Microsoft.AspNetCore.Http;

namespace Workflow.Agents.Work;

/// <summary>How a task ended: a body and how it is sent. A failure's body is a problem (RFC 9457).</summary>
/// <param name="Status">200 for an output.</param>
internal sealed record AgentTaskResult(int Status, byte[] Body)
{
    public bool IsOutput => Status == 200;

    public string MediaType => IsOutput ? "application/json" : "application/problem+json";

    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = MediaType;
        response.ContentLength = Body.Length;
        await response.Body.WriteAsync(Body, response.HttpContext.RequestAborted);
    }
}
