using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Tasks.Tools;
using Workflow.Jq;
using Workflow.Tools;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;
using Workflow.Tools.Processes;

namespace Workflow.Execution.Tasks.RunProcess;

/// <summary><c>run: shell | script | container</c>: a process of this machine, started behind the effect
/// barrier.</summary>
internal sealed class RunProcessRunner(ProcessTool tool, HttpTool http, ToolLogins logins) : ITaskRunner
{
    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var task = (RunProcessTask)call.Node;
        var process = CallOf(task, call);
        var source = (task.Process as ScriptProcess)?.Source;
        var (address, problem) = source is null ? (null, null) : Endpoints.Evaluate(source, call);
        if (problem is not null)
        {
            return TaskOutcome.Failed(WorkflowError.Configuration(problem, task.Pointer));
        }

        async Task<ToolAnswer> StartAsync(ProcessCall made, CancellationToken inner)
        {
            if (task.IsAwaited)
            {
                return await tool.RunAsync(made, inner);
            }

            await tool.StartAsync(made, inner);
            return ToolAnswer.Of(call.Input);
        }

        async Task<ToolAnswer> WorkAsync(CancellationToken inner)
        {
            if (address is null)
            {
                return await StartAsync(process, inner);
            }

            var login = Endpoints.LoginOf(source!.Authentication, CallSecrets.None, call, logins);
            var (code, fault) = await ScriptSource.FetchAsync(http, address, login, inner);
            return code is null
                ? ToolAnswer.Failed(fault!)
                : await StartAsync(process with { Script = code }, inner);
        }

        return tool.Refusal(process) is { } refusal
            ? TaskOutcome.Failed(ToolStep.ErrorOf(refusal, call.Node.Pointer))
            : await ToolStep.RunAsync(
                call,
                process.ToolName,
                call.Run.Clock.GetUtcNow() + tool.Options.TimeMax,
                $"{process.ToolName} did not end within {tool.Options.TimeMax} (WORKFLOW_PROCESSES_TIME_MAX_MS).",
                WorkAsync,
                ct);
    }

    private ProcessCall CallOf(RunProcessTask task, TaskCall call)
    {
        string? Text(Template? template) =>
            template is null ? null : HttpBody.Text(template.Evaluate(call.Input, call.Scope));

        JqValue Value(Template? template) => template?.Evaluate(call.Input, call.Scope) ?? JqValue.Null;

        var arguments = Value(task.Arguments) is { Kind: JqKind.Array } list
            ? list.Items.Select(HttpBody.Text).ToList()
            : [];
        var environment = Value(task.Environment) is { Kind: JqKind.Object } variables
            ? variables.Members.Select(pair => KeyValuePair.Create(pair.Key, HttpBody.Text(pair.Value))).ToList()
            : [];
        var rest = ProcessCalls.Of(Text(task.Stdin) ?? "", environment, task.Return, call.TaskId);
        return task.Process switch
        {
            ShellProcess shell => ProcessCalls.OfShell(Text(shell.Command)!, arguments, rest),
            ScriptProcess script => ProcessCalls.OfScript(
                script.Language, Text(script.Code) ?? "", arguments, rest, tool.Options),
            ContainerProcess container => ContainerCalls.Of(
                new ContainerRun(
                    Text(container.Image)!, Text(container.Name), Text(container.Command), container.Pull)
                {
                    Volumes = container.Volumes,
                    Ports = container.Ports,
                    Cleanup = container.Cleanup,
                    CleanupAfter = container.CleanupAfter?.Evaluate(call.Input, call.Scope) ?? TimeSpan.Zero,
                },
                arguments, rest, tool.Options),
            _ => throw new InvalidOperationException($"No process for {task.Process.GetType().Name}."),
        };
    }
}
