using Workflow.Definitions.Syntax;
using Workflow.Tools.Processes;
using Xunit;

namespace Workflow.UnitTests.Tools;

public class ContainerTests
{
    private static readonly ProcessCall Rest = ProcessCalls.Of(
        "in", [KeyValuePair.Create("TOKEN", "t0p")], ProcessReturn.Stdout, Guid.Empty);

    [Fact]
    public void Of_WhenItHasAllThereIs_IsRunWithLimits()
    {
        var run = new ContainerRun("alpine:3", "mine", "cat; echo $1", "always")
        {
            Volumes = [KeyValuePair.Create("/srv/data", "/data:ro")],
            Ports = [KeyValuePair.Create(8080, 80)],
        };
        var call = ContainerCalls.Of(
            run, ["a b"], Rest, new ProcessOptions { ContainerEngine = "podman", MemoryBytesMax = 64_000_000 });

        Assert.Equal(("container", "container alpine:3"), (call.Kind, call.ToolName));
        Assert.Equal(
            "sh podman workflow.task=00000000000000000000000000000000 run --rm --interactive --init --name mine "
            + "--label workflow.task=00000000000000000000000000000000 --pull always --memory 64000000 --pids-limit 256 "
            + "--cap-drop ALL --security-opt no-new-privileges --env TOKEN --env WORKFLOW_TASK_ID "
            + "--volume /srv/data:/data:ro --publish 8080:80 -- alpine:3 /bin/sh -c cat; echo $1 sh a b",
            string.Join(' ', call.Arguments.Skip(2)));
        Assert.DoesNotContain("t0p", string.Join(' ', call.Arguments), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_WhenItSaysOnlyTheImage_RunsTheImagesOwnCommand()
    {
        var call = ContainerCalls.Of(
            new ContainerRun("alpine", null, null, "missing"), ["x"], Rest, new ProcessOptions());

        Assert.Equal(["--", "alpine", "x"], call.Arguments.TakeLast(3));
    }

    [Theory]
    [InlineData("/srv/data", 9_005, null)]
    [InlineData("/srv", 9_005, "'/srv' may not be mounted; an operator can allow it with WORKFLOW_PROCESSES_VOLUMES=")]
    [InlineData("cache", 9_011, "Port 9011 of the consumer's machine may not be opened")]
    [InlineData("none", 80, "'none' may not be mounted")]
    public void Refusal_WhenItOpensTheMachine_IsWhatTheOperatorSays(string volume, int port, string? detail)
    {
        using var tool = new ProcessTool(new ProcessOptions
        {
            Allowed = "container",
            Volumes = "/srv/data, cache",
            Ports = "8080,9000-9010",
        });
        var run = new ContainerRun("alpine", null, null, "missing")
        {
            Volumes = [KeyValuePair.Create(volume, "/data")],
            Ports = [KeyValuePair.Create(port, 80)],
        };
        var refusal = tool.Refusal(ContainerCalls.Of(run, [], Rest, tool.Options))?.Detail;

        Assert.Equal(detail is null, refusal is null);
        Assert.Contains(detail ?? "", refusal ?? "", StringComparison.Ordinal);
    }
}
