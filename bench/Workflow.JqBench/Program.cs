using Workflow.JqBench;

return await BenchCommand.Build().Parse(args).InvokeAsync();
