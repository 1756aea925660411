using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using Workflow.Definitions.Syntax;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Tools.Processes;

/// <summary>Runs processes on this machine, as far as an operator allows it, and says how they ended.
/// Thread-safe.</summary>
public sealed class ProcessTool(ProcessOptions options) : IDisposable
{
    public const string TaskVariable = "WORKFLOW_TASK_ID";

    private const int ToldCharactersMax = 500;

    private readonly SemaphoreSlim _places = new(options.AtOnceMax);

    public ProcessOptions Options => options;

    /// <summary>Told why a process failed that nobody waited for.</summary>
    public Action<ProcessCall, string>? LeftAloneFailed { get; init; }

    /// <summary>Why it cannot be run; null when nothing is in its way.</summary>
    public ToolFault? Refusal(ProcessCall call)
    {
        if (!options.Allows(call.Kind))
        {
            return ToolFault.Configuration(
                $"`run: {call.Kind}` starts a process on the consumer's machine, which is not allowed; an operator can "
                + $"allow it with WORKFLOW_PROCESSES_ALLOWED={call.Kind}.");
        }

        if (call.Volumes.FirstOrDefault(volume => !options.AllowsVolume(volume)) is { } refused)
        {
            return ToolFault.Configuration(
                $"The volume '{refused}' may not be mounted; an operator can allow it with "
                + $"WORKFLOW_PROCESSES_VOLUMES={refused}.");
        }

        if (call.Ports.Where(port => !options.AllowsPort(port)).ToList() is [var taken, ..])
        {
            return ToolFault.Configuration(
                $"Port {taken} of the consumer's machine may not be opened; an operator can allow it with "
                + $"WORKFLOW_PROCESSES_PORTS={taken}.");
        }

        var wrong = call.Environment.Select(pair => pair.Key).FirstOrDefault(name => !IsVariable(name));
        return wrong is not null
                ? ToolFault.Validation(
                    $"'{wrong}' cannot be the name of an environment variable: letters, digits and '_'.")
            : call.Arguments.Concat(call.Environment.Select(pair => pair.Value)).Any(text => text.Contains('\0'))
                ? ToolFault.Validation(
                    "An argument or a variable holds a NUL character, which no process can be given.")
            : null;
    }

    /// <exception cref="OperationCanceledException">The process was ended, with all that it had started.</exception>
    public async Task<ToolAnswer> RunAsync(ProcessCall call, CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        return await RunPlacedAsync(call, ct);
    }

    /// <summary>Starts a process that nobody waits for, once there is a place for it. It ends by itself, at the time
    /// limit, or with this process.</summary>
    public async Task StartAsync(ProcessCall call, CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        _ = RunAloneAsync(call);
    }

    public void Dispose() => _places.Dispose();

    private async Task RunAloneAsync(ProcessCall call)
    {
        using var limit = new CancellationTokenSource(options.TimeMax);
        try
        {
            var answer = await RunPlacedAsync(call, limit.Token);
            if (answer.Fault is { } fault)
            {
                LeftAloneFailed?.Invoke(call, fault.Detail);
            }
        }
        catch (OperationCanceledException)
        {
            LeftAloneFailed?.Invoke(
                call, $"{call.ToolName} did not end within {options.TimeMax} (WORKFLOW_PROCESSES_TIME_MAX_MS).");
        }
    }

    private async Task<ToolAnswer> RunPlacedAsync(ProcessCall call, CancellationToken ct)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                return ToolAnswer.Failed(ToolFault.Configuration("Processes are run on Linux only."));
            }

            using var folder = ProcessFolder.Make(options.Folder);
            await folder.WriteAsync(call, ct);
            return Read(call, await RunInAsync(call, folder, ct));
        }
        catch (Win32Exception error)
        {
            return ToolAnswer.Failed(ToolFault.Configuration(
                $"No process can be started: this machine has no `setsid` ({error.Message})."));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ToolAnswer.Failed(ToolFault.Configuration(
                $"No process can be started: its folder cannot be used (WORKFLOW_PROCESSES_FOLDER): {error.Message}"));
        }
        finally
        {
            _places.Release();
        }
    }

    [UnsupportedOSPlatform("windows")]
    private async Task<ProcessEnd> RunInAsync(ProcessCall call, ProcessFolder folder, CancellationToken ct)
    {
        try
        {
            return await ChildProcess.RunAsync(call, folder.Work, folder.Stdin, options, ct);
        }
        finally
        {
            if (call.Afterwards.Count > 0)
            {
                Start(call.Afterwards[0], call.Afterwards.Skip(1));
            }
        }
    }

    /// <summary>The engine's client has ended, its container perhaps not.</summary>
    private static void Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            Process.Start(start)?.Dispose();
        }
        catch (Win32Exception)
        {
            // Then nothing has been started either.
        }
    }

    /// <summary>A process that fails where its code is not asked for fails its task.</summary>
    private ToolAnswer Read(ProcessCall call, ProcessEnd end)
    {
        if (end.IsTooMuch)
        {
            return ToolAnswer.Failed(new ToolFault(
                ToolFaultKind.Runtime, 500,
                $"{call.ToolName} was ended: it wrote more than {options.OutputBytesMax} bytes "
                + "(WORKFLOW_PROCESSES_OUTPUT_BYTES_MAX)."));
        }

        if (end.Code != 0 && call.Return is not (ProcessReturn.Code or ProcessReturn.All))
        {
            var said = end.Stderr.Trim();
            said = said.Length == 0 ? "." : $": {Excerpt.End(said, ToldCharactersMax)}";
            return ToolAnswer.Failed(new ToolFault(
                ToolFaultKind.Runtime, 500, $"{call.ToolName} ended with code {end.Code}{said}"));
        }

        return ToolAnswer.Of(call.Return switch
        {
            ProcessReturn.Stdout => JqValue.String(end.Stdout),
            ProcessReturn.Stderr => JqValue.String(end.Stderr),
            ProcessReturn.Code => JqValue.Number((long)end.Code),
            ProcessReturn.None => JqValue.Null,
            _ => JqValue.Object(
            [
                KeyValuePair.Create("code", JqValue.Number((long)end.Code)),
                KeyValuePair.Create("stdout", JqValue.String(end.Stdout)),
                KeyValuePair.Create("stderr", JqValue.String(end.Stderr)),
            ]),
        });
    }

    private static bool IsVariable(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
