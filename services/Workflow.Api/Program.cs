using Workflow.Api.Startup;

return await ApiApplication.RunAsync(args);
