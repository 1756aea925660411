using Microsoft.Extensions.Caching.Memory;
using Workflow.Api.Options;
using Workflow.Database.Definitions;
using Workflow.Model;

namespace Workflow.Api.Intake;

/// <summary>Documents of registered versions, which never change, up to a number of bytes.</summary>
public sealed class DocumentCache(DefinitionStore definitions, ApiOptions options) : IDisposable
{
    private readonly MemoryCache _documents = new(new MemoryCacheOptions { SizeLimit = options.DefinitionCacheBytes });

    /// <summary>The version's document; empty when it has gone.</summary>
    public async ValueTask<RawJson> GetAsync(Guid workflowId, string version, CancellationToken ct)
    {
        if (_documents.TryGetValue((workflowId, version), out RawJson known))
        {
            return known;
        }

        var document = await definitions.ReadDocumentAsync(workflowId, version, ct) ?? default;
        if (!document.IsEmpty)
        {
            _documents.Set(
                (workflowId, version), document, new MemoryCacheEntryOptions { Size = document.Utf8.Length });
        }

        return document;
    }

    public void Dispose() => _documents.Dispose();
}
