using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Workflow.Api.Http;

/// <summary>An answer that is written as a whole and with its length, for those that are mostly small: in pieces of
/// unknown number they cost both sides more than they say.</summary>
/// <param name="location">Where what was made can be read; null for nowhere.</param>
public sealed class SizedAnswer<T>(int status, T value, string? location = null) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var body = JsonSerializer.SerializeToUtf8Bytes(value, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
        var response = httpContext.Response;
        response.StatusCode = status;
        if (location is not null)
        {
            response.Headers.Location = location;
        }

        return SizedBody.WriteAsync(httpContext, body);
    }
}

/// <summary>The body of an answer that is written as a whole.</summary>
internal static class SizedBody
{
    public static Task WriteAsync(HttpContext http, byte[] json)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = json.Length;
        return http.Response.Body.WriteAsync(json, http.RequestAborted).AsTask();
    }
}
