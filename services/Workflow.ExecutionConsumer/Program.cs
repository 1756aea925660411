using System.Collections;
using Workflow.ExecutionConsumer.Startup;
using Workflow.Hosting;
using Workflow.Kafka;

var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value);
if (await HealthProbe.RunAsync(args) is { } probed)
{
    return probed;
}

try
{
    var settings = ConsumerSettings.Read(environment);
    var builder = Host.CreateApplicationBuilder(ServiceArguments.Of(args));
    builder.Logging.AddServiceLog(environment.GetValueOrDefault);
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.Consumer.StopGrace);
    builder.Services.AddTelemetry("workflow-consumer");
    builder.Services.AddHealthPort(environment);
    builder.Services.AddConsumer(settings);
    using var host = builder.Build();
    await host.RunAsync();
    return 0;
}
catch (Exception refused) when (refused is SettingException or KafkaOptionsException)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 2;
}
