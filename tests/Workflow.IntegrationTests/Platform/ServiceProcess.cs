using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Workflow.IntegrationTests.Fixtures;

namespace Workflow.IntegrationTests.Platform;

/// <summary>A service of ours as a process of its own, so that it can be killed, frozen and woken.</summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ServiceProcess(Process process) => _process = process;

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Everything it has written, for the message of a failed test.</summary>
    public string Output => string.Join('\n', _output);

    /// <param name="project">Folder of the project below the repository, e.g. services/Workflow.Api.</param>
    /// <param name="release">Root folder of the checkout whose build is started; null for this one.</param>
    public static ServiceProcess Start(
        string project, IReadOnlyDictionary<string, string> environment, string[] arguments, string? release = null)
    {
        return Start(["dotnet", Built.Assembly(project, release), .. arguments], environment);
    }

    /// <param name="words">Program and arguments.</param>
    /// <param name="folder">Where it runs; null for here.</param>
    public static ServiceProcess Start(
        string[] words, IReadOnlyDictionary<string, string> environment, string? folder = null)
    {
        var start = new ProcessStartInfo(words[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var word in words[1..])
        {
            start.ArgumentList.Add(word);
        }

        ShortLived.Apply(start);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var service = new ServiceProcess(new Process { StartInfo = start });
        service._process.OutputDataReceived += (_, line) => service._output.Enqueue(line.Data ?? "");
        service._process.ErrorDataReceived += (_, line) => service._output.Enqueue(line.Data ?? "");
        service._process.Start();
        service._process.BeginOutputReadLine();
        service._process.BeginErrorReadLine();
        return service;
    }

    /// <summary>kill -9, and waits until the process is gone.</summary>
    public Task KillAsync() => SignalAndWaitAsync(SigKill);

    /// <summary>SIGTERM, and waits until the process has ended by itself.</summary>
    public async Task<int> TerminateAsync()
    {
        await SignalAndWaitAsync(SigTerm);
        return _process.ExitCode;
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Freeze() => Signal(SigStop);

    public void Wake() => Signal(SigCont);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(SigCont);
            await KillAsync();
        }

        _process.Dispose();
    }

    private Task SignalAndWaitAsync(int signal)
    {
        Signal(signal);
        return _process.WaitForExitAsync();
    }

    private void Signal(int signal) => _ = Kill(_process.Id, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}

/// <summary>Where the build has put the services that the tests start.</summary>
internal static class Built
{
    /// <summary>The repository's folder.</summary>
    public static string Root =>
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    /// <summary>The project's assembly, of the configuration that these tests were built in.</summary>
    public static string Assembly(string project, string? release = null)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (folder.Name, folder.Parent!.Name);
        var output = Path.Combine(release ?? Root, project, "bin", configuration, framework);
        return Directory.GetFiles(output, "*.runtimeconfig.json")
            .Select(file => file.Replace(".runtimeconfig.json", ".dll", StringComparison.Ordinal))
            .Single(file => Path.GetFileName(file).StartsWith("Workflow", StringComparison.OrdinalIgnoreCase));
    }
}
