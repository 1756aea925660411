using System.Diagnostics.CodeAnalysis;
using Microsoft.Net.Http.Headers;
using Workflow.Api.Http.Fields;

namespace Workflow.Api.Http.Conditions;

/// <summary>The header by which a caller changes only what it has seen (RFC 9110, section 13.1.1).</summary>
public sealed class IfMatch
{
    /// <summary>The header as the API's document tells it.</summary>
    public static readonly TextField Field = new(
        HeaderNames.IfMatch, "ETag of the last read: the request counts only while it is still the same.", 4_000);

    private readonly IReadOnlyList<EntityTagHeaderValue> _tags;

    private IfMatch(IReadOnlyList<EntityTagHeaderValue> tags) => _tags = tags;

    /// <summary>Whether the caller gave the header at all.</summary>
    public bool IsGiven => _tags.Count > 0;

    public static bool TryRead(
        HttpRequest request, [NotNullWhen(true)] out IfMatch? condition, [NotNullWhen(false)] out Problem? problem)
    {
        condition = TagList.TryRead(request, HeaderNames.IfMatch, out var tags, out problem) ? new IfMatch(tags) : null;
        return condition is not null;
    }

    /// <summary>Whether what is there now is what the caller has seen. Weak tags never match.</summary>
    public bool Holds(string tag) => !IsGiven || _tags.Any(one => one.Equals(EntityTagHeaderValue.Any)
        || (!one.IsWeak && one.Tag.Equals(tag, StringComparison.Ordinal)));
}
