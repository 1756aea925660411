using Workflow.Api.Options;
using Workflow.Database.Queries;
using Workflow.Hosting;
using Workflow.Kafka;

namespace Workflow.Api.Startup;

/// <summary>The argument <c>setup</c>: migrates the database and makes the topics exist, then ends. Services do both by
/// themselves; this does it once, before they start, with rights that they then need not have.</summary>
public static class SetupCommand
{
    public const string Argument = "setup";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <returns>Null when the arguments ask for something else; 0 when everything is there; 1 when database or broker
    /// did not answer, or refused, for three minutes; 2 when a setting must not be used.</returns>
    public static async Task<int?> RunAsync(string[] args)
    {
        if (args is not [Argument, .. var rest])
        {
            return null;
        }

        try
        {
            var builder = Host.CreateApplicationBuilder(ServiceArguments.Of(rest));
            builder.Logging.AddServiceLog(name => builder.Configuration[name]);
            builder.Services.AddApi(builder.Configuration);
            using var host = builder.Build(); // never started: only what it is made of is used
            return await RunAsync(host.Services);
        }
        catch (Exception refused) when (refused is SettingException or KafkaOptionsException)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 2;
        }
    }

    private static async Task<int> RunAsync(IServiceProvider services)
    {
        var (options, time) = (services.GetRequiredService<ApiOptions>(), services.GetRequiredService<TimeProvider>());
        var logger = services.GetRequiredService<ILogger<ClusterSetup>>();
        var setup = new ClusterSetup(
            services.GetRequiredService<ClusterQueries>(), services.GetRequiredService<ClusterState>(),
            services.GetRequiredService<KafkaOptions>(), options, time, logger);
        using var patience = new CancellationTokenSource(Patience, time);
        for (var failures = 1; !patience.IsCancellationRequested; failures++)
        {
            try
            {
                await setup.SetUpDatabaseOnceAsync(patience.Token);
                if (await setup.SetUpTopicsOnceAsync())
                {
                    return 0;
                }

                logger.SetupFailed(failures, services.GetRequiredService<ClusterState>().Topics);
            }
            catch (Exception error) when (error is not (SettingException or KafkaOptionsException))
            {
                logger.SetupFailed(failures, error.Message);
            }

            await Task.Delay(options.SetupRetry, time, patience.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return 1;
    }
}
