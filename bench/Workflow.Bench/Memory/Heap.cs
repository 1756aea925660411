using System.Globalization;

namespace Workflow.Bench.Memory;

/// <summary>Memory of a service's process.</summary>
/// <param name="folder">Where <see cref="StartupHook"/> writes in that process.</param>
internal sealed class Heap(string folder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>What has to be in the environment of the process.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
        [StartupHook.Folder] = folder,
    };

    /// <summary>Bytes of objects that are in use, right after a collection.</summary>
    /// <exception cref="TimeoutException">The process does not answer.</exception>
    public async Task<long> ManagedAsync(int pid)
    {
        var file = Path.Combine(folder, pid.ToString(CultureInfo.InvariantCulture));
        File.Delete(file);
        Signals.Send(pid, StartupHook.Signal);
        var began = TimeProvider.System.GetTimestamp();
        while (!File.Exists(file))
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"Process {pid} does not tell of its memory.");
            }

            await Task.Delay(Look);
        }

        return long.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture);
    }

    /// <summary>Bytes that are really there.</summary>
    public static long Resident(int pid) => (long)(new ProcessCpu(pid).ResidentMebibytes * 1024 * 1024);
}
