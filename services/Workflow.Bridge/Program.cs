using System.Collections;
using Workflow.Bridge.Hosting;
using Workflow.Bridge.Logins;
using Workflow.Bridge.Options;
using Workflow.Database.Bridge;
using Workflow.Hosting;
using Workflow.Hosting.Callbacks;
using Workflow.Kafka;
using Workflow.Outgoing.Secrets;

var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value);
if (await HealthProbe.RunAsync(args) is { } probed)
{
    return probed;
}

try
{
    var options = BridgeEnvironment.Read(environment);
    var callbacks = CallbackSettings.Read(environment);
    var kafka = KafkaOptions.FromEnvironment(environment);
    await using var database = BridgeDatabase.Open(environment.GetValueOrDefault("DATABASE_URL") is { Length: > 0 } url
        ? url
        : throw new SettingException("DATABASE_URL", null, "is needed: postgresql://user@host:5432/database."));

    var builder = Host.CreateApplicationBuilder(ServiceArguments.Of(args));
    builder.Logging.AddServiceLog(environment.GetValueOrDefault);
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Grace + (2 * kafka.CloseWait));
    builder.Services.AddSingleton(options);
    builder.Services.AddSingleton(callbacks);
    builder.Services.AddSingleton(kafka);
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddSingleton(database);
    builder.Services.AddSingleton(new SecretSource(environment));
    builder.Services.AddSingleton<TaskBridge>();
    builder.Services.AddTelemetry("workflow-bridge");
    builder.Services.AddHealthPort(environment);
    builder.Services.AddHostedService<BridgeService>();

    using var host = builder.Build();
    await host.RunAsync();
    return 0;
}
catch (Exception error) when (error is SettingException or KafkaOptionsException or FormatException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
