using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Workflow.Definitions;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Jq;
using Workflow.Outgoing;
using Workflow.Outgoing.Calls;
using Workflow.Outgoing.Secrets;
using Workflow.Tools;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;
using Workflow.Tools.Logins.Tokens;

namespace Workflow.IntegrationTests.Tools;

/// <summary>The tools of one process with a token endpoint and a service on loopback ports, and a clock that stands
/// still.</summary>
internal sealed class LoginWorld : IAsyncDisposable
{
    public const string Secret = "s3cr3t/of the+client";

    private readonly OutgoingClient _client = new(
        DestinationRules.Of(new OutgoingOptions(), isLocal: true), GuardedConnector.SystemResolver, null,
        new ToolOptions().Limits);

    private LoginWorld(ToolServer server) => Server = server;

    public ToolServer Server { get; }

    public ManualTime Time { get; } = new();

    public ToolOptions Options { get; set; } = new() { TokenTimeout = TimeSpan.FromMinutes(5) };

    public string SecretHosts { get; set; } = "client=*";

    public string SecretValue { get; set; } = Secret;

    public HttpTool Http { get; private set; } = null!;

    public OutgoingClient Client => _client;

    public ToolLogins Logins { get; private set; } = null!;

    public string Properties =>
        $"authority: '{Server.Url}', grant: client_credentials, client: {{ id: me, secret: '${{ $secrets.client }}' }}";

    /// <summary>Bodies of the requests for tokens.</summary>
    public IEnumerable<ToolRequest> Asked => Server.Requests.Where(request => request.Target == "/oauth2/token");

    public static async Task<LoginWorld> StartAsync()
    {
        var server = await ToolServer.StartAsync();
        server.On("/oauth2/token", http => http.Response.WriteAsJsonAsync(new
        {
            access_token = $"the-token-{server.Requests.Count(request => request.Target == "/oauth2/token")}",
            expires_in = 100,
        }));
        var world = new LoginWorld(server);
        world.Open();
        return world;
    }

    /// <summary>A new process: nothing is kept.</summary>
    public void Open()
    {
        Http = new HttpTool(_client, Options);
        Logins = new ToolLogins(
            new SecretSource(new Dictionary<string, string?> { ["WORKFLOW_SECRET_CLIENT"] = SecretValue }),
            Workflow.Tools.Logins.SecretHosts.Of(SecretHosts, isLocal: false),
            new ToolTokens(Http, Options, Time));
    }

    /// <summary>Calls the service once.</summary>
    /// <param name="authentication">As it stands in a definition.</param>
    public Task<ToolAnswer> CallAsync(string authentication, string path = "/tool", string method = "GET") =>
        Http.CallAsync(
            new HttpCall(
                new OutgoingRequest(
                    method, new Uri(Server.Url + path), [],
                    method == "GET" ? null : Encoding.UTF8.GetBytes("{}"), FollowsRedirects: true),
                HttpOutput.Content),
            Find(authentication), CancellationToken.None);

    public FindLogin Find(string authentication)
    {
        var read = DefinitionReader.Read($$"""
            document: { dsl: '1.0.0', namespace: t, name: t, version: '1.0.0' }
            use: { secrets: [ client ] }
            do:
            - a:
                call: http
                with:
                  method: get
                  endpoint:
                    uri: http://h
                    authentication: { {{authentication.ReplaceLineEndings(" ")}} }
            """);
        Xunit.Assert.True(read.IsValid, string.Join('\n', read.Errors));
        var spec = ((CallHttpTask)read.Definition.Do.Tasks[0]).Endpoint.Authentication;
        var scope = new ExpressionScope(new JqArguments
        {
            Variables = new[]
            {
                "context", "input", "output", "task", "secrets", "workflow", "runtime", "authorization",
            }.ToDictionary(name => name, _ => JqValue.Null),
        });
        return (target, ct) => Logins.OfAsync(spec, CallSecrets.None, JqValue.Null, scope, target, ct);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>A clock that a test moves.</summary>
    internal sealed class ManualTime : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.Parse("2030-01-01T00:00:00Z", CultureInfo.InvariantCulture);

        public void Pass(TimeSpan time) => _now += time;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
