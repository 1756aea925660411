using Workflow.ChaosTests;
using Workflow.Tests.Shared;

// The test runner never comes here: it loads the assembly. People do, with `./dev chaos`.
return args is [BrokerHost.Verb, ..] ? await BrokerHost.ServeAsync(args) : await ChaosCommand.RunAsync(args);
