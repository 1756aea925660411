using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Workflow.Agents.Answers;

namespace Workflow.Agents.Work;

/// <summary>One agent: takes calls, gives each task to the handler once, and answers every call of it.</summary>
internal sealed class AgentHost<TInput, TOutput>(
    string name, Func<TInput, AgentContext, Task<TOutput>> handler, AgentSettings settings, TimeProvider time,
    ILogger logger)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    private readonly AgentTasks _tasks = new(settings.FinishedMax);
    private readonly CallbackSender _callbacks = new(Http, time, logger);

    public async Task CallAsync(HttpContext http)
    {
        var (call, input, refusal) = await CallReader.ReadAsync<TInput>(http, settings);
        if (call is null)
        {
            await refusal!.WriteAsync(http.Response);
            return;
        }

        settings.OnCall?.Invoke(call);
        var work = _tasks.GetOrBegin(call.TaskId, () => new AgentTaskWork(call, time), out var isNew);
        if (isNew)
        {
            work.CallBack = line => _callbacks.SayAsync(work, JsonLine.Of(line));
            _ = Task.Run(() => RunAsync(work, input!));
        }

        await AnswerAsync(http, work);
    }

    public async Task CancelAsync(HttpContext http)
    {
        var isKnown = false;
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            if (body.RootElement.TryGetProperty("task_id", out var id) && id.TryGetGuid(out var taskId)
                && _tasks.TryFind(taskId, out var work))
            {
                isKnown = true;
                work.Cancel();
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            await AgentProblem.Of(400, "The body is no cancellation.", "A JSON object with task_id is expected.")
                .WriteAsync(http.Response);
            return;
        }

        await http.Response.WriteAsJsonAsync(new { known = isKnown }, http.RequestAborted);
    }

    private async Task RunAsync(AgentTaskWork work, TInput input)
    {
        var result = await WorkAsync(work, input);
        work.End(result);
        if (work.Acceptance is not null)
        {
            await _callbacks.AnswerAsync(work.Call, result);
        }
    }

    /// <returns>Always a result: a task that fails is not worked on again under the same id.</returns>
    private async Task<AgentTaskResult> WorkAsync(AgentTaskWork work, TInput input)
    {
        var call = work.Call;
        _ = KeepAliveAsync(work);
        try
        {
            var output = await handler(input, new AgentContext(work, settings.Json));
            return new AgentTaskResult(200, JsonSerializer.SerializeToUtf8Bytes(output, settings.Json));
        }
        catch (AgentException error)
        {
            return AgentProblem.Of(error.Status, error.Title, error.Detail);
        }
        catch (OperationCanceledException) when (work.Cancelled.IsCancellationRequested)
        {
            return AgentProblem.Of(408, "The task was cancelled.", "Nobody waits for its result any more.");
        }
        catch (Exception error)
        {
            logger.HandlerFailed(error, call.TaskId, call.RunId, name);
            return AgentProblem.Of(500, "The agent failed.", $"{error.GetType().Name}: {error.Message}");
        }
    }

    private async Task KeepAliveAsync(AgentTaskWork work)
    {
        await Task.WhenAny(work.Accepted, work.Result);
        if (work.Acceptance is { } lifetime)
        {
            await _callbacks.KeepAliveAsync(work, lifetime);
        }
    }

    private async Task AnswerAsync(HttpContext http, AgentTaskWork work)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var takesLines = http.Request.Headers.Accept.ToString()
            .Contains(LineAnswer.MediaType, StringComparison.OrdinalIgnoreCase);
        var later = takesLines
            ? Task.WhenAny(work.Reported, Task.Delay(settings.LinesAfter, time, pause.Token))
            : Task.Delay(Timeout.InfiniteTimeSpan, time, pause.Token);
        await Task.WhenAny(work.Accepted, work.Result, later);
        await pause.CancelAsync();
        http.RequestAborted.ThrowIfCancellationRequested();
        if (work.Acceptance is { } lifetime)
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            await http.Response.WriteAsJsonAsync(
                new { lifetime_seconds = lifetime.TotalSeconds }, http.RequestAborted);
        }
        else if (work.Result.IsCompleted)
        {
            await (await work.Result).WriteAsync(http.Response);
        }
        else
        {
            await LineAnswer.WriteAsync(http.Response, work, settings.Heartbeat, time, http.RequestAborted);
        }
    }
}
