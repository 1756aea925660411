using System.Runtime.InteropServices;

namespace Workflow.Tools.Processes;

/// <summary>Ends a process with all that it has started.</summary>
internal static class ProcessGroup
{
    private const int Kill = 9;

    /// <param name="leader">Id of the process that the group was made for.</param>
    public static void End(int leader)
    {
        // Before it has become a group of its own, there is only the process.
        if (SendSignal(-leader, Kill) != 0)
        {
            _ = SendSignal(leader, Kill);
        }
    }

    [DllImport("libc", EntryPoint = "kill", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
