using System.Diagnostics;

namespace Workflow.Tests.Shared;

/// <summary>A process of the platform, that can be killed, asked to end, frozen and woken. What it writes goes to a
/// file.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TextWriter _log;

    private ServiceProcess(Process process, TextWriter log) => (_process, _log) = (process, log);

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <param name="words">Arguments of <c>dotnet</c>: the assembly first.</param>
    public static ServiceProcess Start(
        IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment, string logFile)
    {
        var start = new ProcessStartInfo("dotnet", words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var log = TextWriter.Synchronized(new StreamWriter(
            new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)));
        var service = new ServiceProcess(new Process { StartInfo = start }, log);
        service._process.OutputDataReceived += service.Keep;
        service._process.ErrorDataReceived += service.Keep;
        service._process.Start();
        service._process.BeginOutputReadLine();
        service._process.BeginErrorReadLine();
        return service;
    }

    /// <summary>kill -9, and waits until the process is gone.</summary>
    public async Task KillAsync()
    {
        Signal(Signals.Kill);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and waits until the process has ended by itself; kills it when it does not.</summary>
    /// <returns>Whether it ended by itself, with exit code 0.</returns>
    public async Task<bool> TerminateAsync(TimeSpan patience)
    {
        Signal(Signals.Terminate);
        try
        {
            await _process.WaitForExitAsync().WaitAsync(patience);
            return _process.ExitCode == 0;
        }
        catch (TimeoutException)
        {
            await KillAsync();
            return false;
        }
    }

    public void Freeze() => Signal(Signals.Stop);

    public void Wake() => Signal(Signals.Continue);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        await _log.DisposeAsync();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            _log.WriteLine(line.Data);
        }
    }

    private void Signal(int signal)
    {
        if (!_process.HasExited)
        {
            Signals.Send(_process.Id, signal);
        }
    }
}
