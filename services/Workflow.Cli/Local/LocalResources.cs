using Workflow.Cli.Calls;
using Workflow.Definitions.External;
using Workflow.Outgoing;
using Workflow.Outgoing.Calls;
using Workflow.Outgoing.Resources;

namespace Workflow.Cli.Local;

/// <summary>Fetches what definitions refer to, with the rules of a platform on one's own machine.</summary>
internal sealed class LocalResources : IDisposable
{
    private readonly OutgoingClient _client;

    /// <param name="catalog">Address or folder of the default catalog; null for none.</param>
    /// <exception cref="InputException">It is neither.</exception>
    public LocalResources(string? catalog, TimeProvider time)
    {
        var options = new ResourceOptions { DefaultCatalog = catalog ?? "none" };
        var rules = DestinationRules.Of(new OutgoingOptions(), isLocal: true);
        _client = new OutgoingClient(rules, GuardedConnector.SystemResolver, null, options.Limits);
        var fetcher = new ResourceFetcher(_client, rules, options, time);
        External = new ExternalResources(
            async (request, ct) =>
            {
                var (content, fault) = await fetcher.FetchAsync(request.Address, request.Authorization, ct);
                return new ResourceAnswer(content, fault);
            },
            options.CountMax, CatalogOf(options));
    }

    public ExternalResources External { get; }

    public void Dispose() => _client.Dispose();

    private static Uri? CatalogOf(ResourceOptions options)
    {
        try
        {
            return options.Catalog;
        }
        catch (FormatException error)
        {
            throw new InputException($"--catalog {options.DefaultCatalog}: {error.Message}", error);
        }
    }
}
