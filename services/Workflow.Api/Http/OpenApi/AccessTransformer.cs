using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;

namespace Workflow.Api.Http.OpenApi;

/// <summary>Tells in the API's document which token or key a route asks for.</summary>
internal sealed class AccessTransformer : IOpenApiOperationTransformer, IOpenApiDocumentTransformer
{
    private const string Token = "token";
    private const string Key = "api_key";

    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.AddComponent(Token, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT or API key",
            Description = "docs/accounts.md tells how to make one. None is needed on the machine of a local API.",
        });
        document.AddComponent(Key, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = Credential.KeyHeader,
            Description = "An API key (wfk_…), made with POST /api/v1/api-keys.",
        });
        return Task.CompletedTask;
    }

    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var rule = context.Description.ActionDescriptor.EndpointMetadata.OfType<AccessRule>().LastOrDefault()
            ?? AccessRule.Unsaid;
        if (!rule.IsPublic)
        {
            operation.Description = $"Needs: {string.Join(", ", rule.Needs.ToTexts())}.";
            operation.Security = [Requirement(Token, context.Document), Requirement(Key, context.Document)];
        }

        return Task.CompletedTask;
    }

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument? document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
