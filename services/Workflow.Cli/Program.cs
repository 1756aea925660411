using System.CommandLine;
using System.CommandLine.Invocation;
using Workflow.Cli;
using Workflow.Cli.Jq;

// jq's own options are bundled and take two words; they are no matter of the parser that reads the others.
if (args is [JqCommand.Name, .. var words])
{
    return JqCommand.Run(words);
}

// An argument that begins with @ is ours: it names an input file, not a file of further arguments.
var call = CommandTree.Build().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (MissingArguments.Tell(call, Console.Error))
{
    return ExitCode.Usage;
}

if (call.Action is ParseErrorAction refusal)
{
    // A group without a command of it is answered with the list of them; a wrong option with what is wrong alone.
    refusal.ShowHelp = call.CommandResult.Command.Subcommands.Count > 0;
    refusal.ShowTypoCorrections = true;
}

// Whoever has processes to end takes its time after Ctrl-C; everybody else ends at once.
var code = await call.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
return call.Errors.Count > 0 ? ExitCode.Usage : code;
