using Workflow.Definitions.External;
using Workflow.Hosting;
using Workflow.Outgoing;
using Workflow.Outgoing.Calls;
using Workflow.Outgoing.Resources;

namespace Workflow.Api.Workflows.Resources;

/// <summary>Where what definitions refer to comes from.</summary>
internal static class ResourceServices
{
    public static void AddResources(this IServiceCollection services, IConfiguration settings)
    {
        var options = OptionsReader.Read<ResourceOptions>(settings.AsEnumerable(), ResourceOptions.Prefix);
        // Not shown: a proxy's address may hold a password.
        var proxy = Checked("PROXY", "…", () => OutgoingProxy.Of(options.Proxy, options.ProxyExceptions));
        var catalog = Checked("DEFAULT_CATALOG", options.DefaultCatalog, () => options.Catalog);
        services.AddSingleton(options);
        services.AddSingleton(provider => new ResourceClient(new OutgoingClient(
            provider.GetRequiredService<DestinationRules>(), provider.GetRequiredService<ResolveHost>(), proxy,
            options.Limits)));
        services.AddSingleton(provider => new ResourceFetcher(
            provider.GetRequiredService<ResourceClient>().Http, provider.GetRequiredService<DestinationRules>(),
            options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => SourceOf(provider.GetRequiredService<ResourceFetcher>(), options, catalog));
    }

    private static ExternalResources SourceOf(ResourceFetcher fetcher, ResourceOptions options, Uri? catalog) => new(
        async (request, ct) =>
        {
            var (content, fault) = await fetcher.FetchAsync(request.Address, request.Authorization, ct);
            return new ResourceAnswer(content, fault);
        },
        options.CountMax, catalog);

    private static T Checked<T>(string name, string value, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException error)
        {
            throw new SettingException($"{ResourceOptions.Prefix}_{name}", value, error.Message);
        }
    }

    /// <summary>Apart from other clients of the process, which keep to other limits.</summary>
    private sealed record ResourceClient(OutgoingClient Http) : IDisposable
    {
        public void Dispose() => Http.Dispose();
    }
}
