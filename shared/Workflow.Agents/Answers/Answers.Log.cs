using Microsoft.Extensions.Logging;

namespace Workflow.Agents.Answers;

internal static partial class AnswersLog
{
    [LoggerMessage(6000, LogLevel.Warning,
        "result of task {task_id}, run {run_id} was not taken ({status}); again in {pause_ms} ms")]
    public static partial void CallbackFailed(
        this ILogger logger, Guid task_id, Guid run_id, int? status, double pause_ms);

    [LoggerMessage(6001, LogLevel.Error, "result of task {task_id}, run {run_id} is refused with {status}: it is lost")]
    public static partial void CallbackRefused(this ILogger logger, Guid task_id, Guid run_id, int status);

    [LoggerMessage(6002, LogLevel.Error, "task {task_id}, run {run_id}: the handler of {agent} failed")]
    public static partial void HandlerFailed(
        this ILogger logger, Exception error, Guid task_id, Guid run_id, string agent);
}
