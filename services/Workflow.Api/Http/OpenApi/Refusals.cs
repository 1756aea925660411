using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Workflow.Api.Http.OpenApi;

/// <summary>Error answers in the API's document, with an example of each kind of problem.</summary>
internal static class Refusals
{
    public const string MediaType = "application/problem+json";

    private static readonly OpenApiHeader RetryAfter = new()
    {
        Description = "After how many seconds it is worth trying again.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
    };

    /// <param name="types">Kinds of one status.</param>
    public static OpenApiResponse Of(ProblemType[] types, IOpenApiSchema schema) => new()
    {
        Description = string.Join(" ", types.Select(type => $"`{type.Path}`: {type.Title}")),
        Headers = types[0].Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable
            ? new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = RetryAfter }
            : null,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [MediaType] = new OpenApiMediaType
            {
                Schema = schema,
                Examples = types.ToDictionary(type => type.Slug, IOpenApiExample (type) => new OpenApiExample
                {
                    Summary = type.Title,
                    Value = new JsonObject
                    {
                        ["type"] = type.Path,
                        ["title"] = type.Title,
                        ["status"] = type.Status,
                        ["detail"] = "What is wrong here, and what to do about it.",
                    },
                }),
            },
        },
    };
}
