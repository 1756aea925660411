using System.Diagnostics;

namespace Workflow.Bench.Limits;

/// <summary><see cref="PipelineHost"/> as a process; it ends with this one.</summary>
internal sealed class PipelineProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private PipelineProcess(Process process, Uri url) => (_process, Url) = (process, url);

    public int Pid => _process.Id;

    public Uri Url { get; }

    public static async Task<PipelineProcess> StartAsync(string brokers, string topic, string database)
    {
        var url = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var start = new ProcessStartInfo(
            "dotnet",
            [typeof(PipelineProcess).Assembly.Location, PipelineHost.Verb, url.ToString(), brokers, topic, database])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_gcServer"] = "0";
        var process = new PipelineProcess(Process.Start(start)!, url);
        return await process._process.StandardOutput.ReadLineAsync().WaitAsync(Patience) == PipelineHost.Ready
            ? process
            : throw new InvalidOperationException("The pipeline's process has ended.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
