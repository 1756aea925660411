using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Connections;
using Workflow.Cli.Output;

namespace Workflow.Cli.Contexts;

/// <summary>A command that reads or changes the configuration file.</summary>
internal sealed class FileCommand : Command
{
    public FileCommand(string name, string description, Action<ParseResult, ConfigFile, Printer> run)
        : base(name, description)
    {
        var output = OutputChoice.Build();
        Options.Add(output);
        SetAction((words, _) => Failures.GuardAsync(words.GetValue(output), () =>
        {
            var file = ConfigFile.Read(Environment.GetEnvironmentVariable);
            run(words, file, new Printer(words.GetValue(output)));
            return Task.FromResult(ExitCode.Ok);
        }));
    }
}
