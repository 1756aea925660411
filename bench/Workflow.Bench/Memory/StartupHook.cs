using System.Globalization;
using System.Runtime.InteropServices;

/// <summary>Lets the runtime of another process tell how much managed memory is in use there: named in that process'
/// <c>DOTNET_STARTUP_HOOKS</c>, it is called before the program begins. The runtime prescribes its name, and that it
/// lies in no namespace.</summary>
internal static class StartupHook
{
    /// <summary>Where the answers are written, as files named after the process.</summary>
    public const string Folder = "WORKFLOW_BENCH_HEAP_FOLDER";

    /// <summary>SIGUSR1, which nothing else uses.</summary>
    public const int Signal = 10;

    private static PosixSignalRegistration? _registration;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Folder) is { Length: > 0 } folder && !OperatingSystem.IsWindows())
        {
            _registration = PosixSignalRegistration.Create((PosixSignal)Signal, context =>
            {
                context.Cancel = true;
                Write(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}")));
            });
        }
    }

    private static void Write(string file)
    {
        var bytes = GC.GetTotalMemory(forceFullCollection: true);
        File.WriteAllText($"{file}.new", bytes.ToString(CultureInfo.InvariantCulture));
        File.Move($"{file}.new", file, overwrite: true);
    }
}
