using System.CommandLine;
using Workflow.Cli.Broker;
using Workflow.Cli.Register;
using Workflow.Cli.Run;

const int WrongUsage = 2;

var root = new RootCommand("Command line of the workflow platform.")
{
    BrokerCommand.Build(),
    RegisterCommand.Build(),
    RunCommand.Build(),
};
var call = root.Parse(args);
var code = await call.InvokeAsync();
return call.Errors.Count > 0 ? WrongUsage : code;
