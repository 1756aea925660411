namespace Workflow.Definitions.External;

/// <summary>Something that a definition refers to by its address.</summary>
/// <param name="Address">Absolute; http or https, or within the platform's own catalog.</param>
/// <param name="Authorization">Value of the header of that name; null for none.</param>
public sealed record ResourceRequest(Uri Address, string? Authorization)
{
    /// <summary>For messages: where the platform keeps files is nobody's business.</summary>
    public override string ToString() => !Address.IsFile
        ? Address.AbsoluteUri
        : $"{PathOf(Address.AbsolutePath)} of the default catalog";

    private static string PathOf(string path) =>
        path[(path.LastIndexOf(CatalogPlaces.Folder, StringComparison.Ordinal) + 1)..];
}

/// <summary>What was found at an address.</summary>
/// <param name="Content">The bytes; null when there are none.</param>
/// <param name="Fault">Why not, fit to follow "cannot be fetched:"; null when there are.</param>
public sealed record ResourceAnswer(byte[]? Content, string? Fault);

/// <summary>Gets a resource, once. Never throws for what the other side does.</summary>
public delegate Task<ResourceAnswer> FetchResource(ResourceRequest request, CancellationToken ct);

/// <summary>Where what definitions refer to comes from.</summary>
/// <param name="Fetch">Gets a resource; called for several at a time.</param>
/// <param name="ResourcesMax">Resources of one definition.</param>
/// <param name="DefaultCatalog">Catalog that every definition may use: an address, or a folder; null for none.</param>
public sealed record ExternalResources(FetchResource Fetch, int ResourcesMax, Uri? DefaultCatalog = null);
