using System.Net;
using Workflow.Database.Intake;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>Limits per user and address (R9), and pages of other sites that are let in.</summary>
[Collection(PostgresCollection.Name)]
public sealed class LimitTests(PostgresFixture postgres) : ApiTest(postgres)
{
    private const string Console = "https://console.example.com";

    protected override bool HasAccounts => true;

    protected override string[] Settings =>
    [
        "--WORKFLOW_AUTH_REQUESTS_PER_SECOND=1", "--WORKFLOW_AUTH_REQUESTS_BURST=5",
        "--WORKFLOW_AUTH_FAILURES_PER_SECOND=1", "--WORKFLOW_AUTH_FAILURES_BURST=5",
        "--WORKFLOW_API_OPEN_RUNS_PER_USER_MAX=2", $"--WORKFLOW_API_CORS_ORIGINS={Console}",
        // No count of its own may end after the test's.
        "--WORKFLOW_INTAKE_BACKLOG_REFRESH_MS=600000",
    ];

    [Fact]
    public async Task R9_Requests_WhenAUserMakesTooMany_Returns429ToThatUserAlone()
    {
        var alice = Api.ClientOf("alice");
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => alice.GetAsync("/api/v1/agents")));
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        await refused.ProblemAsync(429, "rate-limited");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await Api.ClientOf("bob").GetAsync("/api/v1/agents")).StatusCode);
    }

    [Fact]
    public async Task R9_Failures_WhenAnAddressHasTooMany_Returns429ButKnownTokensGoOn()
    {
        var bob = Api.ClientOf("bob");
        Assert.Equal(HttpStatusCode.OK, (await bob.GetAsync("/api/v1/agents")).StatusCode);
        var last = await UntilOtherAsync(HttpStatusCode.Unauthorized, WrongAsync);
        await last.ProblemAsync(429, "too-many-failures");
        Assert.NotNull(last.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, (await bob.GetAsync("/api/v1/agents")).StatusCode);
    }

    [Fact]
    public async Task R9_Failures_WhenAnAddressTriesSlowly_AreRefusedThoughAPartOfAPermitIsBack()
    {
        await UntilOtherAsync(HttpStatusCode.Unauthorized, WrongAsync);
        await UntilOtherAsync(HttpStatusCode.TooManyRequests, WrongAsync);

        var last = await UntilOtherAsync(HttpStatusCode.Unauthorized, WrongAsync);
        await last.ProblemAsync(429, "too-many-failures");
    }

    [Fact]
    public async Task R9_Start_WhenAUserHasTooManyOpenRuns_Returns429UntilOneHasEnded()
    {
        var bob = Api.As("bob");
        var (hers, his) = (await Api.As("alice").RegisterAsync(Documents.Local()), await bob.RegisterAsync(
            Documents.Local()));
        Assert.Equal(HttpStatusCode.Accepted, (await Api.As("alice").StartAsync(hers)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await Api.As("alice").StartAsync(hers)).StatusCode);
        var answer = await Api.As("alice").StartAsync(hers);
        var problem = await answer.ProblemAsync(429, "quota-exceeded");
        Assert.Equal(2, problem.GetProperty("open_runs_per_user_max").GetInt32());
        Assert.NotNull(answer.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.Accepted, (await bob.StartAsync(his)).StatusCode);

        await Api.ExecuteAsync("""
            update workflow_runs set status = 'COMPLETED', completed_at = now()
             where run_id = (select run_id from workflow_runs where owner_id = 'alice' limit 1)
            """);
        await Api.Service<OpenRunCounts>().CountOnceAsync(CancellationToken.None);
        Assert.Equal(HttpStatusCode.Accepted, (await Api.As("alice").StartAsync(hers)).StatusCode);
        Assert.Equal(3, await Api.QueryAsync<long>("select count(*) from workflow_runs where owner_id = 'alice'"));
    }

    [Fact]
    public async Task Preflight_WhenTheOriginIsAllowed_IsAnsweredWithoutAToken()
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/api/v1/workflows");
        request.Headers.Add("Origin", Console);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,idempotency-key");
        var answer = await Api.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(Console, answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData(Console, true)]
    [InlineData("https://other.example.com", false)]
    public async Task Call_WhenAnotherPageMakesIt_SaysWhetherItMayRead(string origin, bool isAllowed)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/workflows");
        request.Headers.Add("Origin", origin);
        var answer = await Api.Http.SendAsync(request);
        await answer.ProblemAsync(401, "authentication-required");
        Assert.Equal(isAllowed, answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private Task<HttpResponseMessage> WrongAsync() => Api.With("wrong.token.0").Http.GetAsync("/api/v1/agents");

    /// <summary>Asks again and again until the status is another one: what limits give back comes with time.</summary>
    private static async Task<HttpResponseMessage> UntilOtherAsync(
        HttpStatusCode status, Func<Task<HttpResponseMessage>> ask)
    {
        for (var tries = 0; tries < 20_000; tries++)
        {
            var answer = await ask();
            if (answer.StatusCode != status)
            {
                return answer;
            }
        }

        throw new InvalidOperationException($"The answer was {status} 20,000 times.");
    }
}
