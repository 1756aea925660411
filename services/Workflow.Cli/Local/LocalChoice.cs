using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Run;

namespace Workflow.Cli.Local;

/// <summary>The options of <c>workflow run --local</c>.</summary>
internal sealed class LocalChoice
{
    private readonly Option<bool> _local = new("--local")
    {
        Description = "Execute the file in this process, without any platform; nothing is kept.",
    };

    private readonly Option<string[]> _agent = new("--agent")
    {
        Description = "With --local: where an agent takes tasks; several times for several.",
        HelpName = "NAME=URL",
    };

    private readonly Option<string[]> _include = new("--include")
    {
        Description = "With --local: a definition that is run as a child; several times for several.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _catalog = new("--catalog")
    {
        Description = "With --local: the catalog `default` of functions, a folder or an address.",
        HelpName = "PLACE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_local);
        command.Options.Add(_agent);
        command.Options.Add(_include);
        command.Options.Add(_catalog);
    }

    /// <exception cref="InputException">Options are given that need it.</exception>
    public bool IsChosen(ApiCall call)
    {
        if (call.Value(_local))
        {
            return true;
        }

        return call.Value(_agent) is { Length: > 0 } || call.Value(_include) is { Length: > 0 }
            || call.Value(_catalog) is not null
            ? throw new InputException(
                "--agent, --include and --catalog are for --local; a platform has its own registry: "
                + "`workflow agents register`, `workflow workflows push`, WORKFLOW_RESOURCES_DEFAULT_CATALOG.")
            : false;
    }

    /// <exception cref="InputException">The definition, or what it needs, is wrong.</exception>
    public Task<int> RunAsync(ApiCall call, string target, StartChoice start, TimeSpan? timeout)
    {
        var file = RunTarget.FileOf(target)?.FullName
            ?? throw new InputException($"--local takes a file, and '{target}' is none.");
        return LocalRun.ExecuteAsync(
            file, call.Value(_include) ?? [], call.Value(_agent) ?? [], call.Value(_catalog),
            start.Input(call.Words), timeout, call.Print, call.Ct);
    }
}
