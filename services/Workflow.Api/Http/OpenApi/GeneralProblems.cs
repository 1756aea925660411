using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Workflow.Api.Http.OpenApi;

/// <summary>Adds the problems that no route is described with, because any request may meet them: as responses beside
/// the paths, named like the problem.</summary>
internal sealed class GeneralProblems : IOpenApiDocumentTransformer
{
    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var described = context.DescriptionGroups.SelectMany(group => group.Items)
            .SelectMany(item => item.ActionDescriptor.EndpointMetadata.OfType<RouteContract>())
            .SelectMany(contract => contract.Problems).ToHashSet();
        var schema = AnswerSchemas.In(document).Of(typeof(Problem));
        document.Components ??= new OpenApiComponents();
        document.Components.Responses = ProblemTypes.All.Except(described).OrderBy(type => type.Slug)
            .ToDictionary(type => type.Slug, IOpenApiResponse (type) => Refusals.Of([type], schema));
        return Task.CompletedTask;
    }
}
