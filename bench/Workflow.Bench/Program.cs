using System.CommandLine;
using Workflow.Bench.Limits;
using Workflow.Bench.Parked;
using Workflow.Bench.Sockets;
using Workflow.Bench.Suite;

if (args is [BrokerHost.Verb, ..])
{
    return await BrokerHost.ServeAsync(args);
}

if (args is [PipelineHost.Verb, ..])
{
    return await PipelineHost.ServeAsync(args);
}

var root = new RootCommand("Measures the platform: a stack of its own, or one that runs.")
{
    SuiteCommand.Build(), SocketsCommand.Build(), ParkedCommand.Build(),
};

// Whatever was started is ended, also on Ctrl-C: that waits for what is under way.
return await root.Parse(args).InvokeAsync(
    new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
