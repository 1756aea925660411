using System.Net;
using System.Text;
using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Schedules;

/// <summary>An API and an owner of its shards, once for all tests of a class.</summary>
public sealed class ScheduleWorld(PostgresFixture postgres) : IAsyncLifetime
{
    internal const string Path = "/api/v1/schedules";
    private int _names;

    internal ApiHost Api { get; private set; } = null!;

    internal TestFirer Firer { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Api = await ApiHost.StartAsync(await postgres.CreateDatabaseAsync());
        Firer = await TestFirer.TakeAsync(Api, "first");
    }

    public async Task DisposeAsync()
    {
        await Firer.DisposeAsync();
        await Api.DisposeAsync();
    }

    /// <summary>Takes the shards back after a test that has given them to others.</summary>
    internal async Task RetakeAsync()
    {
        await Firer.DisposeAsync();
        Firer = await TestFirer.TakeAsync(Api, "first");
    }

    /// <inheritdoc cref="ApiHost.UntilBlockedAsync"/>
    internal Task UntilBlockedAsync(int blocker) => Api.UntilBlockedAsync(blocker);

    internal string NewName() => $"made-{Interlocked.Increment(ref _names)}";

    /// <summary>A schedule of a new workflow, which is not due for a long time.</summary>
    /// <param name="members">Further members of the body, each with a comma behind.</param>
    internal async Task<Guid> MakeAsync(string members = "", string times = "\"cron\": \"0 0 1 1 *\"")
    {
        var name = NewName();
        await Api.RegisterAsync(Documents.Local(name));
        var schedule = await CreateAsync($$"""{{{members}} "name": "{{name}}", "workflow": "{{name}}", {{times}}}""");
        return schedule.GetProperty("id").GetGuid();
    }

    internal async Task<JsonElement> CreateAsync(string body)
    {
        var answer = await Api.PostAsync(Path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonDocument.Parse(text).RootElement;
    }

    internal async Task<JsonElement> ReadAsync(Guid id, string part = "") =>
        await (await Api.Http.GetAsync($"{Path}/{id}{part}")).JsonAsync();

    internal async Task<JsonElement> PostAsync(Guid id, string verb, string body = "", int status = 200)
    {
        var answer = await Api.PostAsync($"{Path}/{id}/{verb}", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, text);
        return JsonDocument.Parse(text).RootElement;
    }

    internal async Task<HttpResponseMessage> PutAsync(Guid id, string body, string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Path}/{id}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        }

        return await Api.Http.SendAsync(request);
    }

    /// <summary>Lets it be due since then.</summary>
    internal Task DueAsync(Guid id, string since = "now() - interval '2 s'") =>
        Api.ExecuteAsync($"update schedules set next_due_at = {since} where id = '{id}'");

    /// <summary>Lets it be due now, and fires it.</summary>
    internal async Task FireAsync(Guid id)
    {
        await DueAsync(id, "clock_timestamp() - interval '1 ms'");
        await Firer.LookAsync();
    }

    internal Task EndRunsAsync(Guid id) => Api.ExecuteAsync($"""
        update workflow_runs set status = 'COMPLETED', started_at = now(), completed_at = now(), revision = 2
         where schedule_id = '{id}' and status = 'PENDING'
        """);

    /// <summary>The statuses of its runs in their order.</summary>
    internal async Task<string> RunsAsync(Guid id) => await Api.QueryAsync<string>(
        $"select coalesce(string_agg(status, ' ' order by run_id), '') from workflow_runs where schedule_id = '{id}'")
        ?? "";

    /// <summary>What became of its due times, the oldest first.</summary>
    internal async Task<string> FiresAsync(Guid id) => string.Join(
        ' ', (await ReadAsync(id, "/fires?limit=500")).GetProperty("fires").EnumerateArray()
            .Select(fire => fire.Text("outcome")).Reverse());
}
