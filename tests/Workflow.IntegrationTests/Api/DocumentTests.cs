using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

[Collection(PostgresCollection.Name)]
public sealed class DocumentTests(PostgresFixture postgres) : ApiTest(postgres)
{
    [Fact]
    public async Task Document_WhenRead_DescribesEveryRoute()
    {
        var document = await (await Api.Http.GetAsync("/openapi/v1.json")).JsonAsync();
        var described = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}")).ToHashSet();
        var routes = Api.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}"))
            .Where(route => !route.StartsWith("GET /openapi/", StringComparison.Ordinal));
        Assert.Equal(routes.Order(), described.Order());
        foreach (var operation in document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()))
        {
            Assert.NotEmpty(operation.Value.Text("summary"));
            Assert.NotEmpty(operation.Value.GetProperty("tags").EnumerateArray());
            Assert.NotEmpty(operation.Value.GetProperty("responses").EnumerateObject());
        }
    }

    [Fact]
    public async Task Document_WhenShown_IsAPageThatNeedsNothingFromOutside()
    {
        var page = await (await Api.Http.GetAsync("/docs/index.html")).Content.ReadAsStringAsync();
        Assert.Contains("swagger-ui", page, StringComparison.Ordinal);
        Assert.DoesNotContain("//cdn", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Problems_WhenListed_ExplainEveryType()
    {
        var types = (await (await Api.Http.GetAsync("/problems")).JsonAsync()).EnumerateArray()
            .Select(type => type.Text("type")).ToList();
        Assert.Contains("/problems/workflow-not-found", types);
        foreach (var type in types)
        {
            Assert.Equal(type, (await (await Api.Http.GetAsync(type)).JsonAsync()).Text("type"));
        }

        var unknown = await Api.Http.GetAsync("/problems/none");
        await unknown.ProblemAsync(404, "no-such-problem");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }
}
