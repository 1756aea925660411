using Workflow.Database.Webhooks;
using Workflow.Hosting;
using Workflow.Kafka;
using Workflow.Outgoing;

namespace Workflow.Api.Webhooks;

/// <summary>Webhooks, their log, and what sends them.</summary>
internal static class WebhookServices
{
    public static void AddWebhooks(this IServiceCollection services, IConfiguration settings)
    {
        var outgoing = OptionsReader.Read<OutgoingOptions>(settings.AsEnumerable(), "WORKFLOW_OUTGOING");
        services.AddSingleton(OptionsReader.Read<WebhookOptions>(settings.AsEnumerable(), "WORKFLOW_WEBHOOK"));
        services.AddSingleton(provider => RulesOf(
            outgoing, provider.GetRequiredService<KafkaOptions>().Profile == KafkaProfile.Local));
        services.AddSingleton(GuardedConnector.SystemResolver);
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<DeliveryQueue>();
        services.AddSingleton<DeliveryLog>();
        services.AddSingleton<DeliverySender>();
        services.AddSingleton<DeliveryService>();
        services.AddHostedService(provider => provider.GetRequiredService<DeliveryService>());
    }

    private static DestinationRules RulesOf(OutgoingOptions options, bool isLocal)
    {
        try
        {
            return DestinationRules.Of(options, isLocal);
        }
        catch (FormatException error)
        {
            throw new SettingException("WORKFLOW_OUTGOING_ALLOWED", options.Allowed, error.Message);
        }
    }
}
