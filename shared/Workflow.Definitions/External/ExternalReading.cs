using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading;

namespace Workflow.Definitions.External;

/// <summary>Reads a definition together with what it refers to: what is fetched becomes a part of the document, so that
/// the definition needs nobody from then on.</summary>
internal sealed class ExternalReading(ExternalResources external, DefinitionLimits limits)
{
    /// <summary>What is fetched may refer to more, so often.</summary>
    private const int WavesMax = 10;

    private readonly Dictionary<ResourceRequest, Task<ResourceAnswer>> _answers = [];
    private readonly Dictionary<ResourceRequest, (LocatedNode? Value, int Bytes, string? Fault)> _found = [];
    private readonly HashSet<object> _met = [];
    private readonly PinnedParts _parts = new();
    private long _bytes;

    public async Task<DefinitionResult> ReadAsync(ReadOnlyMemory<byte> utf8, CancellationToken ct)
    {
        var errors = new ErrorList(limits.Errors);
        if (DocumentText.Read(utf8.Span, limits, errors) is not { } root)
        {
            return errors.ToResult();
        }

        for (var wave = 0; ; wave++)
        {
            var needs = new ExternalNeeds(external.DefaultCatalog);
            errors = new ErrorList(limits.Errors);
            var result = WorkflowReader.Read(root, limits, errors, needs);
            if (errors.Any || needs.Found.Count == 0)
            {
                return errors.Any || !_parts.Any ? _parts.Explain(result) : Checked(result, root);
            }

            await MeetAsync(needs.Found, errors, isLast: wave == WavesMax, ct);
            if (errors.Any)
            {
                return errors.ToResult();
            }
        }
    }

    private async Task MeetAsync(
        IReadOnlyList<ExternalNeed> needs, ErrorList errors, bool isLast, CancellationToken ct)
    {
        foreach (var need in needs)
        {
            if (isLast)
            {
                Add(errors, need, $"It is behind {WavesMax} others that refer to each other, which is the limit.");
            }
            else if (!_answers.ContainsKey(need.Request) && _answers.Count >= external.ResourcesMax)
            {
                Add(errors, need, $"The definition refers to more than {external.ResourcesMax} resources, which is "
                    + "the limit.");
            }
            else if (!_answers.ContainsKey(need.Request))
            {
                _answers.Add(need.Request, external.Fetch(need.Request, ct));
            }
        }

        foreach (var need in needs.Where(need => _answers.ContainsKey(need.Request)))
        {
            var (value, bytes, fault) = await FindAsync(need.Request);
            if (fault is not null)
            {
                Add(errors, need, fault);
            }
            else if (_met.Add(need.Key) && !Pin(need, value!, bytes))
            {
                Add(errors, need, "With it, what the definition refers to has more than "
                    + $"{limits.DocumentBytes} bytes as JSON, which is the limit.");
                return;
            }
        }
    }

    /// <summary>Read once, however often it is referred to.</summary>
    private async Task<(LocatedNode? Value, int Bytes, string? Fault)> FindAsync(ResourceRequest request)
    {
        if (!_found.TryGetValue(request, out var found))
        {
            var (content, fault) = await _answers[request];
            _found[request] = found = content is null ? (null, 0, $"It cannot be fetched: {fault}") : Parse(content);
        }

        return found;
    }

    private (LocatedNode? Value, int Bytes, string? Fault) Parse(byte[] content)
    {
        var problems = new ErrorList(1);
        return DocumentText.Read(content, limits, problems) is { } value
            ? (value, CanonicalJson.Write(value).Length, null)
            : (null, 0, $"It is neither JSON nor YAML: {problems.ToResult().Errors[0]}");
    }

    /// <returns>False when it would be too much.</returns>
    private bool Pin(ExternalNeed need, LocatedNode value, int bytes)
    {
        _bytes += bytes;
        if (_bytes > limits.DocumentBytes)
        {
            return false;
        }

        _parts.Add(need.Pin(value), need.Request);
        return true;
    }

    private static void Add(ErrorList errors, ExternalNeed need, string message) => errors.Add(
        need.At.Pointer, need.At.Place, $"{need.What} is at {need.Request}. {message}");

    /// <summary>What is kept must be readable by itself, with all limits.</summary>
    private DefinitionResult Checked(DefinitionResult result, LocatedNode root)
    {
        var again = DefinitionReader.Read(result.Definition!.Json.Span, limits);
        if (again.IsValid)
        {
            return again;
        }

        var errors = new ErrorList(1);
        errors.Add("", root.Place, $"With what it refers to, the definition is refused: {again.Errors[0].Message}");
        return errors.ToResult();
    }
}
