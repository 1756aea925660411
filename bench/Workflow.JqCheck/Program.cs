using System.CommandLine;
using Workflow.JqCheck.Compare;
using Workflow.JqCheck.Conformance;
using Workflow.JqCheck.Fuzz;

var root = new RootCommand("Checks the evaluator of runtime expressions.")
{
    ConformanceCommand.Build(), FuzzCommand.Build(), FuzzWorker.Build(), CompareCommand.Build(),
};
return await root.Parse(args).InvokeAsync();
