using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;
using Workflow.Api.Http.Fields;

namespace Workflow.Api.Http.Conditions;

/// <summary>An answer with its <c>ETag</c>; 304 without a body when the caller has it already.</summary>
/// <param name="tagged">What the tag counts, where that is not the whole answer.</param>
public sealed class TaggedAnswer<T>(T answer, JsonTypeInfo<T> type, T? tagged = default) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (!IfNoneMatch.TryRead(httpContext.Request, out var known, out var problem))
        {
            await problem.ExecuteAsync(httpContext);
            return;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(answer, type);
        var tag = tagged is null ? EntityTag.Of(body) : EntityTag.Of(tagged, type);
        response.Headers.ETag = tag;
        if (known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Tag.Equals(tag, StringComparison.Ordinal)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await SizedBody.WriteAsync(httpContext, body);
    }
}

/// <summary>The header by which a caller says what it has already.</summary>
public static class IfNoneMatch
{
    public static readonly TextField Field = new(
        HeaderNames.IfNoneMatch, "ETag of an earlier answer: when it is still the same, the answer is 304.", 4_000);

    internal static bool TryRead(
        HttpRequest request, out IReadOnlyList<EntityTagHeaderValue> tags,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Problem? problem) =>
        TagList.TryRead(request, HeaderNames.IfNoneMatch, out tags, out problem);
}
