using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;

namespace Workflow.Api.Http;

/// <summary>An error answer: problem details of RFC 9457.</summary>
public sealed record Problem(string Type, string Title, int Status, string Detail) : IResult
{
    public Problem(ProblemType type, string detail)
        : this(type.Path, type.Title, type.Status, detail)
    {
    }

    /// <summary>Facts for programs, beside the standard members.</summary>
    [JsonExtensionData]
    public Dictionary<string, object?>? Facts { get; set; }

    /// <summary>After how many seconds it is worth trying again.</summary>
    [JsonIgnore]
    public int? RetryAfterSeconds { get; init; }

    /// <summary>What a caller has to prove: value of <c>WWW-Authenticate</c>.</summary>
    [JsonIgnore]
    public string? Challenge { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (Challenge is not null)
        {
            response.Headers.WWWAuthenticate = Challenge;
        }

        var isBodyLeft = IsBodyLeft(httpContext);
        if (isBodyLeft)
        {
            response.Headers.Connection = "close";
        }

        await JsonSerializer.SerializeAsync(response.Body, this, ApiJson.Readable.Problem, httpContext.RequestAborted);
        if (isBodyLeft)
        {
            await response.CompleteAsync();
            await RequestBody.DiscardAsync(httpContext.Request);
        }
    }

    /// <summary>Whether the server will not read the body to its end, so that the connection cannot serve another
    /// request.</summary>
    private bool IsBodyLeft(HttpContext http) => HttpProtocol.IsHttp11(http.Request.Protocol)
        && (Status == StatusCodes.Status413PayloadTooLarge
            || http.Request.ContentLength > http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize);
}

/// <summary>One thing wrong with a body, and where.</summary>
/// <param name="Pointer">JSON pointer of the place; empty for the whole body.</param>
/// <param name="Line">From 1; null when the body's text does not matter.</param>
/// <param name="Column">From 1.</param>
public sealed record ProblemError(string Pointer, int? Line, int? Column, string Message, string? Expected);
