using System.CommandLine;
using System.Text;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Api;

/// <summary><c>workflow api</c>: any route, with the address and token of the context.</summary>
internal static class ApiRouteCommand
{
    public static Command Build()
    {
        var method = new Argument<string>("method") { Description = "get, post, put or delete." };
        method.Among("get", "post", "put", "delete");
        var path = new Argument<string>("path") { Description = "Such as /api/v1/webhooks?limit=5." };
        var body = new Option<string?>("--body")
        {
            Description = "JSON, or @ and a file, or @- for standard input.",
            HelpName = "JSON|@FILE",
        };
        var header = new Option<string[]>("--header")
        {
            Description = "A header of the request; several times for several.",
            HelpName = "NAME=VALUE",
        };
        return new ApiCommand("api", "Calls any route of the API; /docs there tells them all.", async call =>
        {
            using var content = Inputs.Json("--body", call.Value(body)) is { } json
                ? new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json")
                : null;
            var headers = (call.Value(header) ?? []).Select(text => Inputs.Pair("--header", text))
                .Select(pair => (pair.Name, (string?)pair.Value));
            var answer = await call.Api.CallAsync(
                HttpMethod.Parse(call.Value(method).ToUpperInvariant()), call.Value(path).TrimStart('/'), content,
                call.Ct, null, [.. headers]);
            if (answer is not null)
            {
                call.Print.Record(answer);
            }
        })
        {
            method, path, body, header,
        };
    }
}
