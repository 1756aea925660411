using System.Globalization;
using Workflow.Definitions.Syntax;
using Workflow.Tools;
using Workflow.Tools.Processes;
using Xunit;

namespace Workflow.IntegrationTests.Tools;

/// <summary>Processes of this machine: what they get, what they leave, and that nothing of them stays.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workflow-processes").FullName;

    private ProcessOptions Options => new()
    {
        Allowed = "shell, script",
        Folder = _folder,
        OutputBytesMax = 1_000,
        CpuTimeMax = TimeSpan.FromSeconds(60),
        FileBytesMax = 1_024,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("cat; echo \"$1,$2 $A\"", "\"in put\\na b,c x\\n\"")]
    [InlineData("env | cut -d= -f1 | grep -v '^_$' | sort | tr '\\n' ' '",
        "\"A HOME LANG PATH PWD TMPDIR WORKFLOW_TASK_ID \"")]
    [InlineData("pwd > f; ls; [ $(cat f) = $HOME ] && echo home", "\"f\\nhome\\n\"")]
    public async Task Shell_WhenItEndsWell_LeavesItsOutput(string command, string output)
    {
        var answer = await RunAsync(command);

        Assert.Null(answer.Fault);
        Assert.Equal(output, answer.Output!.ToJson());
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData(ProcessReturn.Stdout, null)]
    [InlineData(ProcessReturn.Code, "3")]
    [InlineData(ProcessReturn.All, "{\"code\":3,\"stdout\":\"out\\n\",\"stderr\":\"bad\\n\"}")]
    public async Task Shell_WhenItFails_FailsItsTaskUnlessTheCodeIsAskedFor(ProcessReturn output, string? expected)
    {
        var answer = await RunAsync("echo out; echo bad >&2; exit 3", output);

        Assert.Equal(expected, answer.Output?.ToJson());
        Assert.Equal(expected is null ? "shell ended with code 3: bad" : null, answer.Fault?.Detail);
    }

    [Theory]
    [InlineData(ProcessReturn.Stderr, "\"e\\n\"")]
    [InlineData(ProcessReturn.None, "null")]
    public async Task Shell_WhenSomethingElseIsAskedFor_LeavesThat(ProcessReturn output, string expected) =>
        Assert.Equal(expected, (await RunAsync("echo o; echo e >&2", output)).Output?.ToJson());

    [Fact]
    public async Task Shell_WhenNobodyWaitsForIt_IsEndedAtTheTimeLimitAndSaysSo()
    {
        var failed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var tool = new ProcessTool(Options with { TimeMax = TimeSpan.FromMilliseconds(1) })
        {
            LeftAloneFailed = (_, reason) => failed.SetResult(reason),
        };
        var rest = ProcessCalls.Of("", [], ProcessReturn.Stdout, Guid.NewGuid());
        await tool.StartAsync(ProcessCalls.OfShell("sleep 1000", [], rest), CancellationToken.None);

        Assert.StartsWith("shell did not end within", await failed.Task, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("js", "const [, , a, b] = process.argv; console.log(a + b, require('fs').readFileSync(0, 'utf8'))")]
    [InlineData("python", "import sys\nprint(sys.argv[1] + sys.argv[2], sys.stdin.read())")]
    public async Task Script_WhenItsInterpreterIsThere_GetsArgumentsAndInput(string language, string code)
    {
        using var tool = new ProcessTool(Options);
        var rest = ProcessCalls.Of("in", [], ProcessReturn.Stdout, Guid.NewGuid());
        var answer = await tool.RunAsync(
            ProcessCalls.OfScript(language, code, ["a", "b"], rest, Options), CancellationToken.None);

        Assert.Null(answer.Fault);
        Assert.Equal("\"ab in\\n\"", answer.Output!.ToJson());
    }

    [Theory]
    [InlineData("while :; do echo 0123456789; done", "it wrote more than 1000 bytes")]
    [InlineData("while :; do :; done", "ended with code 1", 1)]
    [InlineData("head -c 9000 /dev/zero > big", "ended with code 1")]
    public async Task Shell_WhenItGoesBeyondALimit_Fails(string command, string detail, int cpuSeconds = 60)
    {
        var answer = await RunAsync(command, cpuSeconds: cpuSeconds);

        Assert.Equal(ToolFaultKind.Runtime, answer.Fault!.Kind);
        Assert.Contains(detail, answer.Fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sleep 1000 & echo $! > $FIFO; wait", true)]
    [InlineData("sleep 1000 & echo $! > $FIFO; exit 0", false)]
    public async Task Shell_WhenItIsOver_NothingThatItStartedIsLeft(string command, bool isCancelled)
    {
        var fifo = Path.Combine(_folder, "fifo");
        await System.Diagnostics.Process.Start("mkfifo", fifo).WaitForExitAsync();
        using var stop = new CancellationTokenSource();
        using var tool = new ProcessTool(Options with { OutputBytesMax = 1_000 });
        var rest = ProcessCalls.Of("", [KeyValuePair.Create("FIFO", fifo)], ProcessReturn.Stdout, Guid.NewGuid());
        var run = tool.RunAsync(ProcessCalls.OfShell(command, [], rest), stop.Token);
        var child = int.Parse(await File.ReadAllTextAsync(fifo), CultureInfo.InvariantCulture);
        if (isCancelled)
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }
        else
        {
            Assert.Null((await run).Fault);
        }

        Assert.True(await IsGoneAsync(child));
    }

    [Fact]
    public async Task R3_Container_WhenAnAttemptLeftOneBehind_RemovesItBeforeItRunsAgain()
    {
        var engine = await EngineAsync("""
            ps) cat left 2>/dev/null ;;
            rm) echo "$@" >> log; rm left ;;
            run) echo run >> log; cat ;;
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "left"), "c1\n");
        var answer = await ContainAsync(engine, ContainerCleanup.Always);

        Assert.Equal((null, "in"), (answer.Fault, answer.Output!.AsString));
        Assert.Equal("rm --force c1\nrun\n", await File.ReadAllTextAsync(Path.Combine(_folder, "log")));
    }

    [Fact]
    public async Task Container_WhenItIsRemovedEventually_IsStoppedAndRemovedAfterItsTask()
    {
        // One for each: a reader that is slow to see the end of the first word would read the second one too.
        var (kill, remove) = (Path.Combine(_folder, "kill"), Path.Combine(_folder, "rm"));
        await System.Diagnostics.Process.Start("mkfifo", [kill, remove]).WaitForExitAsync();
        var engine = await EngineAsync("""
            ps) cat left 2>/dev/null ;;
            kill) echo "$@" > kill ;;
            rm) echo "$@" > rm ;;
            run) echo c2 > left; cat ;;
            """);
        var answer = await ContainAsync(engine, ContainerCleanup.Eventually);

        Assert.Equal("in", answer.Output!.AsString);
        Assert.Equal("kill c2\n", await File.ReadAllTextAsync(kill));
        Assert.Equal("rm --force c2\n", await File.ReadAllTextAsync(remove));
    }

    [Theory]
    [InlineData("none", "shell", "is not allowed; an operator can allow it with WORKFLOW_PROCESSES_ALLOWED=shell.")]
    [InlineData("script", "shell", "`run: shell` starts a process on the consumer's machine, which is not allowed")]
    public void Refusal_WhenTheOperatorAllowsItNot_SaysWhatWould(string allowed, string kind, string detail)
    {
        using var tool = new ProcessTool(Options with { Allowed = allowed });
        var refusal = tool.Refusal(ProcessCalls.OfShell(
            "ls", [], ProcessCalls.Of("", [], ProcessReturn.Stdout, Guid.NewGuid())));

        Assert.Equal((ToolFaultKind.Configuration, kind), (refusal!.Kind, "shell"));
        Assert.Contains(detail, refusal.Detail, StringComparison.Ordinal);
    }

    private async Task<ToolAnswer> RunAsync(
        string command, ProcessReturn output = ProcessReturn.Stdout, int cpuSeconds = 60)
    {
        using var tool = new ProcessTool(Options with { CpuTimeMax = TimeSpan.FromSeconds(cpuSeconds) });
        var rest = ProcessCalls.Of("in put\n", [KeyValuePair.Create("A", "x")], output, Guid.NewGuid());
        return await tool.RunAsync(
            ProcessCalls.OfShell(command, ["a b", "c"], rest), CancellationToken.None);
    }

    /// <summary>A program with the words of a container engine, at work in the test's folder.</summary>
    private async Task<string> EngineAsync(string cases)
    {
        var path = Path.Combine(_folder, "engine");
        await File.WriteAllTextAsync(path, $"#!/bin/sh\ncd {_folder}\ncase $1 in\n{cases}\nesac\n");
        await System.Diagnostics.Process.Start("chmod", ["+x", path]).WaitForExitAsync();
        return path;
    }

    private async Task<ToolAnswer> ContainAsync(string engine, ContainerCleanup cleanup)
    {
        using var tool = new ProcessTool(Options with { ContainerEngine = engine });
        var rest = ProcessCalls.Of("in", [], ProcessReturn.Stdout, Guid.NewGuid());
        var run = new ContainerRun("alpine", null, null, "missing")
        {
            Cleanup = cleanup,
            CleanupAfter = TimeSpan.FromMilliseconds(1),
        };
        return await tool.RunAsync(ContainerCalls.Of(run, [], rest, tool.Options), CancellationToken.None);
    }

    /// <summary>A killed process is gone when its first parent has taken note.</summary>
    internal static async Task<bool> IsGoneAsync(int process)
    {
        for (var looks = 0; looks < 3_000; looks++)
        {
            string? status = null;
            try
            {
                status = await File.ReadAllTextAsync($"/proc/{process}/stat");
            }
            catch (Exception error) when (error is IOException)
            {
            }

            if (status is null || status.Contains(") Z ", StringComparison.Ordinal))
            {
                return true;
            }

            await Task.Delay(20);
        }

        return false;
    }
}
