using System.Net;
using System.Net.Sockets;

namespace Workflow.ChaosTests.Platform;

/// <summary>Where the built services lie: in the folder given, else where the build has put them.</summary>
/// <param name="Folder">One folder per project, as <c>./dev</c> copies them; null for the build's own.</param>
internal sealed record Programs(string? Folder)
{
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } =
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    public string Api => Assembly("Workflow.Api");

    public string Bridge => Assembly("Workflow.Bridge");

    public string Consumer => Assembly("Workflow.ExecutionConsumer");

    /// <summary>Ports of 127.0.0.1 that nobody uses now.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }

    private string Assembly(string project)
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Folder is not null
            ? Path.Combine(Folder, project)
            : Path.Combine(Root, "services", project, "bin", built.Parent!.Name, built.Name);
        return Path.Combine(folder, project + ".dll");
    }
}
