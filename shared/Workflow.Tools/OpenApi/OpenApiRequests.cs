using Microsoft.OpenApi;
using Workflow.Jq;
using Workflow.Outgoing.Calls;
using Workflow.Tools.Http;

namespace Workflow.Tools.OpenApi;

/// <summary>Builds the request of an operation from a task's parameters.</summary>
internal static class OpenApiRequests
{
    /// <returns>The request, or why it cannot be made.</returns>
    public static (OutgoingRequest? Request, ToolFault? Fault) Build(FoundDocument document, OpenApiCall call)
    {
        var (operation, problem) = FoundOperation.In(document, call.OperationId);
        if (operation is null)
        {
            return (null, ToolFault.Configuration(problem!));
        }

        var (server, wrong) = operation.Server(document);
        if (server is null)
        {
            return (null, ToolFault.Configuration(wrong!));
        }

        var parameters = operation.Parameters;
        var names = parameters.Select(parameter => parameter.Name).ToHashSet();
        var (body, fault) = OpenApiBody.Of(operation, call, names);
        fault ??= Unfit(parameters, call);
        if (fault is not null)
        {
            return (null, fault);
        }

        IEnumerable<(IOpenApiParameter Parameter, JqValue Value)> Given(ParameterLocation place) =>
            from parameter in parameters
            where parameter.In == place && IsGiven(call, parameter.Name!)
            select (parameter, call.Parameters[parameter.Name!]);

        var path = Given(ParameterLocation.Path).Aggregate(operation.Path, (text, given) => text.Replace(
            $"{{{given.Parameter.Name}}}", ParameterText.One(given.Parameter, given.Value, isEscaped: true),
            StringComparison.Ordinal));
        var query = string.Join('&', Given(ParameterLocation.Query)
            .SelectMany(given => ParameterText.Query(given.Parameter, given.Value)));
        var address = new Uri($"{server.GetLeftPart(UriPartial.Path).TrimEnd('/')}{path}"
            + (query.Length > 0 ? $"{(path.Contains('?') ? '&' : '?')}{query}" : ""));
        var headers = Given(ParameterLocation.Header)
            .Select(given => KeyValuePair.Create(
                given.Parameter.Name!, ParameterText.One(given.Parameter, given.Value, isEscaped: false)))
            .ToList();
        var cookies = string.Join("; ", Given(ParameterLocation.Cookie)
            .Select(given =>
                $"{given.Parameter.Name}={ParameterText.One(given.Parameter, given.Value, isEscaped: true)}"));
        headers.AddRange(Own(headers, cookies, body?.MediaType, call));
        return HttpHeaders.ProblemOf(headers) is { } bad
            ? (null, ToolFault.Validation($"Operation '{call.OperationId}': {bad}"))
            : (new OutgoingRequest(operation.Method, address, headers, body?.Bytes, call.FollowsRedirects), null);
    }

    public static bool IsGiven(OpenApiCall call, string name) =>
        call.Parameters.TryGetMember(name, out var value) && !value.IsNull;

    private static IEnumerable<KeyValuePair<string, string>> Own(
        List<KeyValuePair<string, string>> given, string cookies, string? mediaType, OpenApiCall call)
    {
        (string Name, string? Value)[] own =
        [
            ("Cookie", cookies.Length > 0 ? cookies : null), ("Content-Type", mediaType),
            ("Accept", "application/json, */*;q=0.8"), ("Idempotency-Key", call.TaskId.ToString()),
        ];
        return own
            .Where(header => header.Value is not null
                && !given.Exists(other => other.Key.Equals(header.Name, StringComparison.OrdinalIgnoreCase)))
            .Select(header => KeyValuePair.Create(header.Name, header.Value!));
    }

    private static ToolFault? Unfit(IReadOnlyList<IOpenApiParameter> parameters, OpenApiCall call)
    {
        var where = $"Operation '{call.OperationId}'";
        foreach (var parameter in parameters)
        {
            var place = parameter.In?.ToString().ToLowerInvariant();
            var isGiven = IsGiven(call, parameter.Name!);
            if (!isGiven && (parameter.Required || parameter.In == ParameterLocation.Path))
            {
                return ToolFault.Validation(
                    $"{where} needs the {place} parameter '{parameter.Name}'; give it in `parameters`.");
            }

            if (!isGiven)
            {
                continue;
            }

            if (parameter.Style is ParameterStyle.Label or ParameterStyle.Matrix)
            {
                return ToolFault.Configuration(
                    $"{where}: the style {parameter.Style} of the parameter '{parameter.Name}' is not supported; "
                    + "use `call: http` for it.");
            }

            if (parameter.In == ParameterLocation.Path
                && HttpBody.Text(call.Parameters[parameter.Name!]) is "" or "." or "..")
            {
                return ToolFault.Validation(
                    $"{where}: the path parameter '{parameter.Name}' is empty or dots, which makes another path.");
            }
        }

        return null;
    }
}
