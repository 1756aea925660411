using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Workflow.Api.Http.Fields;

namespace Workflow.Api.Http.OpenApi;

/// <summary>Writes a route's <see cref="RouteContract"/> into the API's document.</summary>
internal sealed class ContractTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<RouteContract>().LastOrDefault() is not { } contract)
        {
            return Task.CompletedTask;
        }

        var schemas = AnswerSchemas.In(context.Document!);

        operation.Summary = contract.Summary;
        operation.Tags = new HashSet<OpenApiTagReference> { new(contract.Tag, context.Document) };
        operation.Parameters = [.. PathParameters(context, contract), .. Parameters(contract)];
        operation.RequestBody = BodyOf(contract);
        operation.Responses = [];
        foreach (var answer in contract.Answers)
        {
            operation.Responses[Key(answer.Status)] = Answer(answer, schemas);
        }

        if (contract.IsTagged)
        {
            operation.Responses["200"].Headers!.Add("ETag", new OpenApiHeader
            {
                Description = "Strong: the same tag means the same answer. For If-None-Match and If-Match.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        var problem = schemas.Of(typeof(Problem));
        foreach (var problems in contract.Problems.GroupBy(type => type.Status).OrderBy(group => group.Key))
        {
            operation.Responses[Key(problems.Key)] = Refusals.Of([.. problems], problem);
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<IOpenApiParameter> PathParameters(
        OpenApiOperationTransformerContext context, RouteContract contract) =>
        context.Description.ParameterDescriptions
            .Where(parameter => parameter.Source.Id == "Path")
            .Select(parameter => new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Path,
                Required = true,
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Format = parameter.Name.EndsWith("id", StringComparison.Ordinal)
                        && !contract.Names.Contains(parameter.Name) ? "uuid" : null,
                },
            });

    private static IEnumerable<IOpenApiParameter> Parameters(RouteContract contract) =>
        [
            .. (contract.Query?.Fields ?? []).Select(field => Parameter(field, ParameterLocation.Query)),
            .. contract.Headers.Select(field => Parameter(field, ParameterLocation.Header)),
        ];

    private static OpenApiParameter Parameter(Field field, ParameterLocation place) => new()
    {
        Name = field.Name,
        In = place,
        Required = field.IsRequired,
        Description = field.Description,
        Schema = place == ParameterLocation.Query && field.Schema.Type is "array" or "object"
            ? new OpenApiSchema { Type = JsonSchemaType.String }
            : Schemas.Of(field),
        Example = field.Example,
    };

    private static OpenApiRequestBody? BodyOf(RouteContract contract)
    {
        if (contract.Document is var (mediaTypes, example))
        {
            return new OpenApiRequestBody
            {
                Required = true,
                Content = mediaTypes.Where(type => !type.StartsWith('+')).ToDictionary(
                    type => type,
                    type => Media(new OpenApiSchema { Type = JsonSchemaType.String }, JsonValue.Create(example))),
            };
        }

        return contract.Body is not { } body ? null : new OpenApiRequestBody
        {
            Required = body.Fields.Any(field => field.IsRequired),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = Media(
                    Schemas.Of(body), body.Example is { } text ? JsonNode.Parse(text) : null),
            },
        };
    }

    private static OpenApiResponse Answer(RouteAnswer answer, AnswerSchemas schemas)
    {
        var response = new OpenApiResponse
        {
            Description = answer.Description,
            Headers = new Dictionary<string, IOpenApiHeader>(),
        };
        if (answer.Shape is not null)
        {
            response.Content = new Dictionary<string, OpenApiMediaType>
            {
                [answer.MediaType] = Media(schemas.Of(answer.Shape), null),
            };
        }
        else if (answer.MediaType != "application/json")
        {
            response.Content = new Dictionary<string, OpenApiMediaType>
            {
                [answer.MediaType] = Media(new OpenApiSchema { Type = JsonSchemaType.String }, null),
            };
        }

        return response;
    }

    private static OpenApiMediaType Media(IOpenApiSchema schema, JsonNode? example) =>
        new() { Schema = schema, Example = example };

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
