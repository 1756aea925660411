using System.Collections.Concurrent;
using System.Text;
using Workflow.Definitions;
using Workflow.Definitions.External;
using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary>What definitions refer to, by address, and who asked for it.</summary>
internal sealed class Shelf
{
    private readonly Dictionary<string, string> _texts = [];

    public ConcurrentQueue<ResourceRequest> Requests { get; } = new();

    public Uri? DefaultCatalog { get; set; }

    public Shelf With(string address, string text)
    {
        _texts[address] = text;
        return this;
    }

    public Task<DefinitionResult> ReadAsync(string text, int max = 10) => DefinitionReader.ReadAsync(
        Encoding.UTF8.GetBytes(text), new ExternalResources(FetchAsync, max, DefaultCatalog), null,
        CancellationToken.None);

    /// <summary>The definition, read with what is on the shelf.</summary>
    public async Task<Workflow.Definitions.Syntax.WorkflowDefinition> DefinitionAsync(string text)
    {
        var result = await ReadAsync(text);
        Assert.True(result.IsValid, string.Join('\n', result.Errors));
        return result.Definition;
    }

    private Task<ResourceAnswer> FetchAsync(ResourceRequest request, CancellationToken ct)
    {
        Requests.Enqueue(request);
        return Task.FromResult(_texts.TryGetValue(request.Address.AbsoluteUri, out var text)
            ? new ResourceAnswer(Encoding.UTF8.GetBytes(text), null)
            : new ResourceAnswer(null, "it answered 404."));
    }
}
