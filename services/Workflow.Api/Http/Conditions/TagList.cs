using System.Diagnostics.CodeAnalysis;
using Microsoft.Net.Http.Headers;

namespace Workflow.Api.Http.Conditions;

/// <summary>Reads headers that list entity tags.</summary>
internal static class TagList
{
    /// <param name="tags">Empty when the header is absent.</param>
    public static bool TryRead(
        HttpRequest request, string header, out IReadOnlyList<EntityTagHeaderValue> tags,
        [NotNullWhen(false)] out Problem? problem)
    {
        (tags, problem) = ([], null);
        if (!request.Headers.TryGetValue(header, out var values))
        {
            return true;
        }

        if (EntityTagHeaderValue.TryParseStrictList([.. values.OfType<string>()], out var read) && read.Count > 0)
        {
            tags = [.. read];
            return true;
        }

        problem = Problems.InvalidParameter(
            header, values.ToString(), "Send the ETag of an earlier answer with its quotes, or *.");
        return false;
    }
}
