using System.CommandLine;
using Workflow.Cli.Broker;
using Workflow.Cli.Jq;
using Workflow.Cli.Mcp;
using Workflow.Cli.Register;
using Workflow.Cli.Run;
using Workflow.Cli.Token;

const int WrongUsage = 2;

// jq's own options are bundled and take two words; they are no matter of the parser that reads the others.
if (args is [JqCommand.Name, .. var words])
{
    return JqCommand.Run(words);
}

var root = new RootCommand("Command line of the workflow platform.")
{
    BrokerCommand.Build(),
    JqCommand.Build(),
    McpCommand.Build(),
    RegisterCommand.Build(),
    RunCommand.Build(),
    TokenCommand.Build(),
};
// An argument that begins with @ is ours: it names an input file, not a file of further arguments.
var call = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
var code = await call.InvokeAsync();
return call.Errors.Count > 0 ? WrongUsage : code;
