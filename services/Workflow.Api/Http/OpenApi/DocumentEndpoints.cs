using Microsoft.OpenApi;
using Workflow.Api.Accounts.Access;

namespace Workflow.Api.Http.OpenApi;

/// <summary>A kind of error answer, as the catalog of problems tells it.</summary>
public sealed record ProblemDescription(string Type, int Status, string Title);

/// <summary>The API's own description: the OpenAPI document, a page to try it out, and the catalog of
/// problems.</summary>
public static class DocumentEndpoints
{
    private const string DocumentPath = "/openapi/v1.json";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(setup =>
    {
        setup.AddOperationTransformer<ContractTransformer>();
        setup.AddOperationTransformer<AccessTransformer>();
        setup.AddDocumentTransformer<AccessTransformer>();
        setup.AddDocumentTransformer<GeneralProblems>();
        setup.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Workflow API",
                Version = "v1",
                Description = "Register workflows, start runs, watch them, steer them, and read their history. "
                    + "Every error is a problem of RFC 9457; GET /problems lists the kinds. Those that any request "
                    + "may meet stand under components/responses.",
            };
            document.Servers = [];
            return Task.CompletedTask;
        });
    });

    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").WithMetadata(AccessRule.Everybody);
        app.MapGet("/problems", () => ProblemTypes.All.Select(DescriptionOf).OrderBy(type => type.Type).ToArray())
            .Describe("Document", "List every kind of error answer")
            .NeedsNothing()
            .Answers<ProblemDescription[]>(200, "All kinds.");
        app.MapGet("/problems/{slug}", (string slug) => ProblemTypes.Find(slug) is { } found
                ? TypedResults.Ok(DescriptionOf(found))
                : (IResult)Problems.UnknownProblem(slug))
            .Describe("Document", "Read what a problem's `type` stands for")
            .NeedsNothing()
            .Answers<ProblemDescription>(200, "The kind.")
            .Refuses(ProblemTypes.NoSuchProblem);
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/docs"), docs => docs.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "Workflow API";
            page.SwaggerEndpoint(DocumentPath, "Workflow API v1");
        }));
    }

    private static ProblemDescription DescriptionOf(ProblemType type) => new(type.Path, type.Status, type.Title);
}
