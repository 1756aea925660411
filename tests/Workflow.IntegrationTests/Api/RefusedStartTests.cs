using Workflow.Api.Startup;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>An API that would let strangers in does not start.</summary>
public sealed class RefusedStartTests
{
    private const string Secret = "--WORKFLOW_AUTH_HS256_SECRET=";

    [Theory]
    [InlineData("--urls=http://0.0.0.0:0")]
    [InlineData("--urls=http://*:0", "--WORKFLOW_AUTH_MODE=local")]
    [InlineData("--urls=http://127.0.0.1:0", "--ASPNETCORE_ENVIRONMENT=Production")]
    [InlineData("--urls=http://127.0.0.1:0", "--DOTNET_ENVIRONMENT=production", "--WORKFLOW_AUTH_MODE=local")]
    [InlineData("--urls=http://127.0.0.1:0", "--WORKFLOW_AUTH_MODE=required")]
    [InlineData("--urls=http://127.0.0.1:0", "--WORKFLOW_AUTH_MODE=open")]
    [InlineData("--urls=http://127.0.0.1:0", "--Kestrel:Endpoints:Extra:Url=http://0.0.0.0:0")]
    [InlineData("--urls=http://0.0.0.0:0", Secret + "too short")]
    [InlineData("--urls=http://127.0.0.1:0", "--WORKFLOW_AUTH_JWKS_URL=http://issuer.example/keys")]
    [InlineData("--urls=http://127.0.0.1:0", "--WORKFLOW_API_CORS_ORIGINS=*")]
    public async Task Start_WhenStrangersWouldGetIn_EndsWith2(params string[] arguments) => Assert.Equal(2, await
        ApiApplication.RunAsync([.. arguments, "--DATABASE_URL=postgresql://nobody@127.0.0.1:1/none"]));
}
