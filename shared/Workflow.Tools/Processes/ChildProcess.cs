using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Workflow.Tools.Processes;

/// <summary>Runs a program in a process group of its own, with limits, and takes its output.</summary>
internal static class ChildProcess
{
    /// <summary>Sets the limits and becomes the program. Beside it a watcher reads what the consumer holds open: when
    /// that ends, because the consumer has ended or is done, it ends the whole group.</summary>
    private const string Launcher = """
        ulimit -c 0; ulimit -d "$1"; ulimit -t "$2"; ulimit -f "$3"
        stdin=$4; shift 4
        exec 3<&0
        ( while read -r line <&3; do :; done; kill -s KILL -- "-$$" ) >/dev/null 2>&1 &
        exec "$@" <"$stdin" 3<&-
        """;

    /// <param name="folder">Where it runs.</param>
    /// <param name="stdin">A file that it reads.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">It was ended with all that it had started.</exception>
    public static async Task<ProcessEnd> RunAsync(
        ProcessCall call, string folder, string stdin, ProcessOptions options, CancellationToken ct)
    {
        using var process = Process.Start(StartOf(call, folder, stdin, options))!;
        var tooMuch = false;
        void Enough()
        {
            tooMuch = true;
            ProcessGroup.End(process.Id);
        }

        var stdout = ReadAsync(process.StandardOutput.BaseStream, options.OutputBytesMax, Enough);
        var stderr = ReadAsync(process.StandardError.BaseStream, options.OutputBytesMax, Enough);
        try
        {
            await process.WaitForExitAsync(ct);
        }
        finally
        {
            // The watcher keeps the group's number from being given to others until here.
            ProcessGroup.End(process.Id);
            await process.WaitForExitAsync(CancellationToken.None);
            await process.StandardInput.DisposeAsync();
        }

        return new ProcessEnd(process.ExitCode, await stdout, await stderr, tooMuch);
    }

    private static ProcessStartInfo StartOf(
        ProcessCall call, string folder, string stdin, ProcessOptions options)
    {
        var start = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] limits =
        [
            Text(options.MemoryBytesMax / 1024), Text((long)Math.Ceiling(options.CpuTimeMax.TotalSeconds)),
            Text(options.FileBytesMax / 512),
        ];
        string[] arguments = ["/bin/sh", "-c", Launcher, "sh", .. limits, stdin, call.Program, .. call.Arguments];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        (string Name, string? Value)[] own =
        [
            ("PATH", Environment.GetEnvironmentVariable("PATH")), ("HOME", folder), ("TMPDIR", folder),
            ("LANG", "C.UTF-8"), (ProcessTool.TaskVariable, call.TaskId.ToString()),
        ];
        foreach (var (name, value) in own.Concat(call.Environment.Select(pair => (pair.Key, (string?)pair.Value))))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<string> ReadAsync(Stream stream, int bytesMax, Action enough)
    {
        using var text = new MemoryStream();
        var buffer = new byte[16_384];
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
        {
            text.Write(buffer, 0, (int)Math.Min(read, bytesMax - text.Length));
            if (text.Length == bytesMax && read > 0)
            {
                enough();
            }
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
