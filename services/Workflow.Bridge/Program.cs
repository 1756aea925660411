using System.Collections;
using Serilog.Extensions.Logging;
using Workflow.Bridge.Hosting;
using Workflow.Bridge.Options;
using Workflow.Database.Bridge;
using Workflow.Kafka;

var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value);
try
{
    var options = BridgeEnvironment.Read(environment.GetValueOrDefault);
    var kafka = KafkaOptions.FromEnvironment(environment);
    await using var database = BridgeDatabase.Open(environment.GetValueOrDefault("DATABASE_URL") is { Length: > 0 } url
        ? url
        : throw new BridgeOptionsException("DATABASE_URL", null, "is needed: postgresql://user@host:5432/database."));

    var builder = Host.CreateApplicationBuilder(args);
    builder.Logging.ClearProviders();
    var log = LogSetup.Create(environment.GetValueOrDefault);
    builder.Logging.AddProvider(new SerilogLoggerProvider(log, dispose: true));
    builder.Logging.SetMinimumLevel(LogLevel.Trace);
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Grace + (2 * kafka.CloseWait));
    builder.Services.AddSingleton(options);
    builder.Services.AddSingleton(kafka);
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddSingleton(database);
    builder.Services.AddSingleton<TaskBridge>();
    builder.Services.AddHostedService<BridgeService>();

    using var host = builder.Build();
    await host.RunAsync();
    return 0;
}
catch (Exception error) when (error is BridgeOptionsException or KafkaOptionsException or FormatException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
