using System.Diagnostics;
using System.Text;

namespace Workflow.JqCheck.Compare;

/// <summary>A jq of this machine.</summary>
internal sealed class JqProcess(string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What it says it is; 0.0 when that cannot be read.</summary>
    public async Task<Version> VersionAsync(CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(path, ["--version"]) { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return Version.TryParse(text.Trim().Replace("jq-", "", StringComparison.Ordinal), out var version)
            ? version : new Version(0, 0);
    }

    /// <summary>The lines that a program writes over the input, or null when it does not compile, takes too long or
    /// fails.</summary>
    public async Task<IReadOnlyList<string>?> RunAsync(string program, string input, CancellationToken ct)
    {
        var start = new ProcessStartInfo(path, ["-c", program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["TZ"] = "UTC";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(ct);
        var output = process.StandardOutput.ReadToEndAsync(ct);
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code tells why.
        }

        try
        {
            var text = await output.WaitAsync(Patience, ct);
            await errors.WaitAsync(Patience, ct);
            await process.WaitForExitAsync(ct);
            return process.ExitCode == 0 ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (TimeoutException)
        {
            process.Kill();
            return null;
        }
    }
}
