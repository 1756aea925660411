using System.Diagnostics;
using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Cli;

/// <summary>How one call of the command line has ended.</summary>
internal sealed record CliEnd(int Code, string Output, string Errors)
{
    public JsonElement Json => JsonElement.Parse(Output);

    /// <summary>The same, when the exit code is the one expected.</summary>
    public CliEnd With(int code)
    {
        Assert.True(code == Code, $"Ended with {Code}, not {code}.\n{Output}\n{Errors}");
        return this;
    }
}

/// <summary>The command line as users call it: a process, its standard streams and its exit code.</summary>
internal sealed class Cli(params (string Name, string? Value)[] environment)
{
    // What the machine of whoever runs the tests has set up must not matter.
    private static readonly string[] Cleared =
        ["WORKFLOW_URL", "WORKFLOW_TOKEN", "WORKFLOW_CONTEXT", "NO_COLOR", "XDG_CONFIG_HOME"];

    public static Cli Of(LocalPlatform platform) => new(("WORKFLOW_URL", platform.Http.BaseAddress!.ToString()));

    public Task<CliEnd> RunAsync(params string[] words) => RunWithInputAsync(null, words);

    /// <summary>The output of a call that has to end with 0, as JSON.</summary>
    public async Task<JsonElement> JsonAsync(params string[] words) =>
        (await RunAsync([.. words, "-o", "json"])).With(0).Json;

    public async Task<CliEnd> RunWithInputAsync(string? input, params string[] words)
    {
        using var process = Start(words);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CliEnd(process.ExitCode, await output, await errors);
    }

    /// <summary>Starts it; the caller ends it.</summary>
    public Process Start(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Built.Assembly("services/Workflow.Cli"), .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Cleared)
        {
            start.Environment.Remove(name);
        }

        ShortLived.Apply(start);
        start.Environment["WORKFLOW_CONFIG"] = Path.Combine(Path.GetTempPath(), $"none-{Guid.NewGuid():N}.json");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
