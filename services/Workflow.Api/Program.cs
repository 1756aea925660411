using Workflow.Api.Startup;
using Workflow.Hosting;

return await HealthProbe.RunAsync(args)
    ?? await SetupCommand.RunAsync(args)
    ?? await ApiApplication.RunAsync(args);
