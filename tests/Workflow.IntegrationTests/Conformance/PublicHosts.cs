using System.Text;
using Microsoft.AspNetCore.Http;
using Workflow.IntegrationTests.Tools;

namespace Workflow.IntegrationTests.Conformance;

/// <summary>What the kit asks of two public hosts, answered on this machine.</summary>
internal static class PublicHosts
{
    private const string Pet = """{"id":1,"name":"Rex","status":"available"}""";

    /// <summary>The definition with the hosts' addresses replaced by the server's.</summary>
    public static string At(ToolServer server, string definition) => definition
        .Replace("https://petstore.swagger.io", server.Url, StringComparison.Ordinal)
        .Replace("https://httpbin.org", server.Url, StringComparison.Ordinal);

    public static void AnswerOn(ToolServer server)
    {
        server.OnText("/v2/pet/findByStatus", $"[{Pet}]");
        server.OnText("/v2/pet/1", Pet);
        server.OnText("/v2/pet/2", """{"id":2,"name":"Tom","status":"sold"}""");
        server.OnText("/v2/pet/getPetByName/Milou", """{"message":"Pet not found"}""", status: 404);
        server.OnText("/v2/swagger.json", """
            {"swagger":"2.0","info":{"title":"Pets","version":"1"},"host":"127.0.0.1:PORT",
             "basePath":"/v2","schemes":["http"],"paths":{
               "/pet/findByStatus":{"get":{"operationId":"findPetsByStatus","parameters":[
                 {"name":"status","in":"query","required":true,"type":"array","items":{"type":"string"},
                  "collectionFormat":"multi"}],"responses":{"200":{"description":"ok"}}}},
               "/pet/{petId}":{"get":{"operationId":"getPetById","parameters":[
                 {"name":"petId","in":"path","required":true,"type":"integer"}],
                 "responses":{"200":{"description":"ok"}}}}}}
            """.Replace("PORT", $"{server.Port}", StringComparison.Ordinal));
        server.On("/basic-auth/serverless-workflow/conformance-test", http =>
        {
            var login = Convert.ToBase64String(Encoding.UTF8.GetBytes("serverless-workflow:conformance-test"));
            var isKnown = http.Request.Headers.Authorization == $"Basic {login}";
            http.Response.StatusCode = isKnown ? 200 : 401;
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(isKnown ? """{"authenticated":true}""" : "{}");
        });
    }
}
