using System.CommandLine;
using Workflow.Cli.Broker;
using Workflow.Cli.Register;
using Workflow.Cli.Run;
using Workflow.Cli.Token;

const int WrongUsage = 2;

var root = new RootCommand("Command line of the workflow platform.")
{
    BrokerCommand.Build(),
    RegisterCommand.Build(),
    RunCommand.Build(),
    TokenCommand.Build(),
};
// An argument that begins with @ is ours: it names an input file, not a file of further arguments.
var call = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
var code = await call.InvokeAsync();
return call.Errors.Count > 0 ? WrongUsage : code;
