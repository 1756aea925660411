using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Workflow.Cli.Server;

/// <summary>A process of the platform. Its lines come out on our standard output, each with its name.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int SigTerm = 15;
    private const string SetSid = "/usr/bin/setsid";
    private readonly Process _process;

    private ChildProcess(PlannedProcess plan, Process process) => (Plan, _process) = (plan, process);

    public PlannedProcess Plan { get; }

    public int Pid => _process.Id;

    /// <summary>Ends with the process.</summary>
    public Task Ended => _process.WaitForExitAsync();

    public int ExitCode => _process.ExitCode;

    /// <summary>In a session of its own where there can be one, so that Ctrl-C reaches only us.</summary>
    public static ChildProcess Start(PlannedProcess plan)
    {
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? path
            : "dotnet";
        var start = File.Exists(SetSid)
            ? new ProcessStartInfo(SetSid, [dotnet, .. plan.Words])
            : new ProcessStartInfo(dotnet, plan.Words);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var (name, value) in plan.Environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Tell(plan.Name, line.Data);
        process.ErrorDataReceived += (_, line) => Tell(plan.Name, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(plan, process);
    }

    /// <summary>Asks it to end, and insists when it does not.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (_process.HasExited)
        {
            return;
        }

        if (OperatingSystem.IsWindows() || Kill(_process.Id, SigTerm) != 0)
        {
            _process.Kill();
        }

        try
        {
            await _process.WaitForExitAsync().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            Console.WriteLine($"{Plan.Name} did not end within {patience.TotalSeconds} s; killing it.");
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }

    public void Dispose() => _process.Dispose();

    private static void Tell(string name, string? line)
    {
        if (!string.IsNullOrEmpty(line))
        {
            Console.WriteLine($"{name,-11} | {line}");
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);
}
