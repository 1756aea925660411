using System.Runtime.Versioning;

namespace Workflow.Tools.Processes;

/// <summary>A folder that only this user may open, for one process; disposing it throws it away.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ProcessFolder : IDisposable
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root;

    private ProcessFolder(string root) => _root = root;

    /// <summary>Where the process runs.</summary>
    public string Work => Path.Combine(_root, "work");

    /// <summary>The file that it reads.</summary>
    public string Stdin => Path.Combine(_root, "stdin");

    /// <param name="parent">Empty for the machine's folder for temporary files.</param>
    public static ProcessFolder Make(string parent)
    {
        var name = $"workflow-process-{Guid.NewGuid():N}";
        var folder = new ProcessFolder(
            Path.GetFullPath(name, parent.Length > 0 ? Path.GetFullPath(parent) : Path.GetTempPath()));
        Directory.CreateDirectory(folder._root, OwnerOnly);
        Directory.CreateDirectory(folder.Work, OwnerOnly);
        return folder;
    }

    public async Task WriteAsync(ProcessCall call, CancellationToken ct)
    {
        await File.WriteAllTextAsync(Stdin, call.Stdin, ct);
        if (call.Script is { } script)
        {
            await File.WriteAllTextAsync(Path.Combine(Work, call.ScriptFile), script, ct);
        }
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_root, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The process has taken away its own rights: what is left is the machine's to clean up.
        }
    }
}
