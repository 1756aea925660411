using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Workflow.Agents.Work;

namespace Workflow.Agents.Answers;

/// <summary>Calls back what a task that was accepted has to say, until the platform has taken it.</summary>
internal sealed class CallbackSender(HttpClient http, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(1);

    /// <summary>Says that the task is alive, once; when nobody waits for it any more, it is cancelled.</summary>
    public async Task SayAsync(AgentTaskWork work, byte[] line)
    {
        if (await TryAsync(work.Call, line, LineAnswer.MediaType) == HttpStatusCode.Gone)
        {
            work.Cancel();
        }
    }

    /// <summary>Says that it is alive a few times per lifetime, until it has ended.</summary>
    public async Task KeepAliveAsync(AgentTaskWork work, TimeSpan lifetime)
    {
        while (true)
        {
            using var pause = new CancellationTokenSource();
            var beat = Task.Delay(lifetime / 3, time, pause.Token);
            if (await Task.WhenAny(work.Result, beat) == work.Result)
            {
                await pause.CancelAsync();
                return;
            }

            await SayAsync(work, "{\"heartbeat\":true}\n"u8.ToArray());
        }
    }

    /// <summary>Ends when the platform has the result, or does not want it.</summary>
    public async Task AnswerAsync(AgentCall call, AgentTaskResult result)
    {
        for (var pause = PauseMin; ; pause = pause * 2 < PauseMax ? pause * 2 : PauseMax)
        {
            var status = await TryAsync(call, result.Body, result.MediaType);
            switch ((int?)status)
            {
                case 200 or 409 or 410:
                    return;
                case 400 or 404 or 413 or 415 or 422:
                    logger.CallbackRefused(call.TaskId, call.RunId, (int)status!);
                    return;
                default:
                    logger.CallbackFailed(call.TaskId, call.RunId, (int?)status, pause.TotalMilliseconds);
                    await Task.Delay(pause, time);
                    break;
            }
        }
    }

    /// <returns>Null when there was no answer.</returns>
    private async Task<HttpStatusCode?> TryAsync(AgentCall call, byte[] body, string type)
    {
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue(type);
            using var answer = await http.PostAsync(call.CallbackUrl, content);
            return answer.StatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }
}
