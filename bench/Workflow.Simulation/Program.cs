using System.CommandLine;
using Workflow.Simulation;

return await SimulateCommand.Build().Parse(args).InvokeAsync();
