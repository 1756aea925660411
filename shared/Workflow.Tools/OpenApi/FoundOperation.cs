using Microsoft.OpenApi;

namespace Workflow.Tools.OpenApi;

/// <summary>An operation of a document, with what its path adds.</summary>
internal sealed record FoundOperation(string Method, string Path, IOpenApiPathItem Item, OpenApiOperation Operation)
{
    private const int NamesTold = 10;

    /// <summary>Its own parameters, and those of the path that it does not replace.</summary>
    public IReadOnlyList<IOpenApiParameter> Parameters
    {
        get
        {
            var own = Operation.Parameters ?? [];
            var shared = (Item.Parameters ?? []).Where(
                one => !own.Any(other => other.Name == one.Name && other.In == one.In));
            return [.. own, .. shared];
        }
    }

    /// <returns>The operation, or what is wrong.</returns>
    public static (FoundOperation? Found, string? Problem) In(FoundDocument document, string operationId)
    {
        var known = new List<string>();
        foreach (var (path, item) in document.Document.Paths)
        {
            foreach (var (method, operation) in item.Operations ?? [])
            {
                if (operation.OperationId == operationId)
                {
                    return (new FoundOperation(method.Method.ToUpperInvariant(), path, item, operation), null);
                }

                known.Add(operation.OperationId ?? "");
            }
        }

        var names = known.Where(name => name.Length > 0).Order(StringComparer.Ordinal).ToList();
        var told = string.Join(", ", names.Take(NamesTold)) + (names.Count > NamesTold ? ", …" : "");
        return (null, $"The OpenAPI document {document.Address.AbsoluteUri} has no operation '{operationId}'; it has "
            + $"{(names.Count == 0 ? "none with an operationId" : told)}.");
    }

    /// <returns>What the path is below, or what is wrong with it.</returns>
    public (Uri? Server, string? Problem) Server(FoundDocument document)
    {
        var servers = new[] { Operation.Servers, Item.Servers, document.Document.Servers }
            .FirstOrDefault(list => list is { Count: > 0 }) ?? [new OpenApiServer { Url = "/" }];
        var addresses = servers.Select(Expanded)
            .Select(url => Uri.TryCreate(document.Address, url, out var address) ? address : null)
            .Where(address => address?.Scheme is "http" or "https" && address.UserInfo.Length == 0)
            .OrderByDescending(address => address!.Scheme, StringComparer.Ordinal).ToList();
        return addresses.Count > 0
            ? (addresses[0], null)
            : (null, $"The OpenAPI document {document.Address.AbsoluteUri} names no http or https server for "
                + $"'{Operation.OperationId}', but '{servers[0].Url}'.");
    }

    private static string Expanded(OpenApiServer server)
    {
        var url = server.Url ?? "/";
        foreach (var (name, variable) in server.Variables ?? new Dictionary<string, OpenApiServerVariable>())
        {
            url = url.Replace($"{{{name}}}", variable.Default ?? "", StringComparison.Ordinal);
        }

        return url;
    }
}
