using System.CommandLine;
using Workflow.Bench.Sockets;

var root = new RootCommand("Loads a running platform and measures what it costs.") { SocketsCommand.Build() };
return await root.Parse(args).InvokeAsync();
