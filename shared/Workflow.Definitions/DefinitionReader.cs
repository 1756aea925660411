using System.Text;
using Workflow.Definitions.Documents;
using Workflow.Definitions.External;
using Workflow.Definitions.Reading;

namespace Workflow.Definitions;

/// <summary>Reads definitions of the Serverless Workflow DSL 1.0, in YAML 1.2 or JSON, and finds every error in
/// them.</summary>
public static class DefinitionReader
{
    /// <summary>Reads UTF-8 text that holds everything it needs: what is elsewhere is an error. Never throws for what
    /// the text says.</summary>
    /// <param name="limits"><see cref="DefinitionLimits.Default"/> when null.</param>
    public static DefinitionResult Read(ReadOnlySpan<byte> utf8, DefinitionLimits? limits = null)
    {
        limits ??= DefinitionLimits.Default;
        var errors = new ErrorList(limits.Errors);
        return DocumentText.Read(utf8, limits, errors) is { } root
            ? WorkflowReader.Read(root, limits, errors)
            : errors.ToResult();
    }

    /// <summary>Reads UTF-8 text and what it refers to, which is fetched and becomes a part of the definition. Never
    /// throws for what the text or anybody else says.</summary>
    /// <param name="limits"><see cref="DefinitionLimits.Default"/> when null.</param>
    public static Task<DefinitionResult> ReadAsync(
        ReadOnlyMemory<byte> utf8, ExternalResources external, DefinitionLimits? limits, CancellationToken ct) =>
        new ExternalReading(external, limits ?? DefinitionLimits.Default).ReadAsync(utf8, ct);

    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, DefinitionLimits?)"/>
    public static DefinitionResult Read(string text, DefinitionLimits? limits = null) =>
        Read(Encoding.UTF8.GetBytes(text), limits);
}
