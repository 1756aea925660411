using System.CommandLine;
using Workflow.Cli.Connections;
using Workflow.Cli.Http;
using Workflow.Cli.Output;

namespace Workflow.Cli.Calls;

/// <summary>A command that calls the API and prints what it answers: it has the options of both.</summary>
internal sealed class ApiCommand : Command
{
    /// <param name="run">Ends with one of <see cref="ExitCode"/>.</param>
    public ApiCommand(string name, string description, Func<ApiCall, Task<int>> run)
        : base(name, description)
    {
        var connection = new ConnectionChoice();
        var output = OutputChoice.Build();
        Options.Add(output);
        connection.AddTo(this);
        SetAction((words, ct) => Failures.GuardAsync(words.GetValue(output), async () =>
        {
            using var api = ApiClient.To(connection.Of(words));
            return await run(new ApiCall(words, api, new Printer(words.GetValue(output)), ct));
        }));
    }

    /// <param name="run">Ends with 0 unless it throws.</param>
    public ApiCommand(string name, string description, Func<ApiCall, Task> run)
        : this(name, description, async call =>
        {
            await run(call);
            return ExitCode.Ok;
        })
    {
    }
}
