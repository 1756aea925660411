using System.CommandLine;
using Workflow.Bench.Parked;
using Workflow.Bench.Sockets;

var root = new RootCommand("Loads a running platform and measures what it costs.")
{
    SocketsCommand.Build(), ParkedCommand.Build(),
};
return await root.Parse(args).InvokeAsync();
