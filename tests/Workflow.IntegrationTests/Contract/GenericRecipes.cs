using Workflow.IntegrationTests.OpenApi;

namespace Workflow.IntegrationTests.Contract;

/// <summary>Recipes that the document itself tells: the same for every route that promises the answer.</summary>
internal static class GenericRecipes
{
    private static readonly string Deep = $$"""{"a": {{new string('[', 100)}}{{new string(']', 100)}}}""";

    /// <returns>Requests of which one has to be answered so; none when the answer needs a recipe of its own.</returns>
    public static async Task<IReadOnlyList<Ask>> ForAsync(DocumentedAnswer answer, ContractWorld world)
    {
        var asks = await OfAsync(answer, world);
        return answer.Problem is not ("admin-only" or "authentication-required") && world.IsForAdmins(answer.Route)
            ? [.. asks.Select(ask => ask.User == ContractWorld.User ? ask with { User = "admin" } : ask)]
            : asks;
    }

    private static async Task<IReadOnlyList<Ask>> OfAsync(DocumentedAnswer answer, ContractWorld world) =>
        answer.Problem switch
        {
            null => OfSuccess(answer, world),
            "authentication-required" => [new Ask { User = null }],
            "invalid-token" => [new Ask { Token = "a.b.c" }],
            "insufficient-scope" => [new Ask { Token = ContractWorld.TokenWithoutScopes }],
            "admin-only" => [.. OfAdmins(answer.Route)],
            "rate-limited" => await world.Limited.HastyAsync(),
            "backlog-full" => [await world.Limited.BacklogAsync()],
            "quota-exceeded" or "too-many-connections" or "too-many-api-keys" or "too-many-webhooks" =>
                [await world.Limited.SatedAsync()],
            "malformed-json" => [new Ask { Body = "{" }],
            "json-too-deep" => [new Ask { Body = Deep }],
            "invalid-body" => [new Ask { Body = """{"no_such_member": 1}""" }],
            "body-too-large" => [new Ask { Body = new string(' ', ContractWorld.BodyBytesMax + 1) }],
            "unsupported-media-type" => [new Ask { MediaType = "text/html" }],
            "unsupported-content-encoding" => [new Ask { Headers = [("Content-Encoding", "gzip")] }],
            "websocket-required" => [new Ask { Upgrades = false }],
            "precondition-failed" => [new Ask { Headers = [("If-Match", "\"another\"")] }],
            "invalid-parameter" => [.. OfParameters(answer.Route)],
            var slug when slug.EndsWith("-not-found", StringComparison.Ordinal)
                || slug.StartsWith("no-such-", StringComparison.Ordinal) =>
                [new Ask { Id = Guid.NewGuid().ToString() }, new Ask { Id = "nothing-has-this-name" }],
            _ => [],
        };

    /// <summary>What only admins may do is the whole route, or to name another user.</summary>
    private static IEnumerable<Ask> OfAdmins(DocumentedRoute route) =>
        route.Query.Any(field => field.Name == "owner")
            ? [new Ask { Query = "?owner=somebody" }]
            : [new Ask()];

    private static IEnumerable<Ask> OfParameters(DocumentedRoute route)
    {
        if (route.Query.Count > 0)
        {
            yield return new Ask { Query = "?no_such_parameter=1" };
        }

        if (route.PathParameters.Count > 0)
        {
            yield return new Ask { Id = "no id" };
        }

        yield return new Ask { Headers = [("If-Match", "unquoted"), ("If-None-Match", "unquoted")] };
        yield return new Ask { Headers = [("Idempotency-Key", new string('k', 300))] };
        yield return new Ask { Headers = [("Prefer", "wait=soon")] };
    }

    private static IReadOnlyList<Ask> OfSuccess(DocumentedAnswer answer, ContractWorld world)
    {
        var well = new Ask { User = world.IsForAdmins(answer.Route) ? "admin" : ContractWorld.User };
        return answer.Status switch
        {
            101 => [well],
            304 => [well with { Headers = [("If-None-Match", "*")] }],
            200 when answer.Route.Method == "GET" => [well],
            201 or 202 when answer.Route.Example is not null => [well],
            _ => [],
        };
    }
}
