using System.Net;
using System.Text.Json;
using Npgsql;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Batches;

/// <summary>An API that works on batches, and runs that nobody executes.</summary>
public abstract class BatchTest(PostgresFixture postgres) : ApiTest(postgres)
{
    protected const string Path = "/api/v1/batches";

    protected override string[] Settings => ["--WORKFLOW_BATCH_LOOK_MS=10", "--WORKFLOW_BATCH_WAIT_PAUSE_MS=10"];

    protected async Task<Guid[]> RunsAsync(int count, ApiHost? user = null)
    {
        var host = user ?? Api;
        var workflow = await host.RegisterAsync(Documents.Local());
        var runs = new Guid[count];
        for (var i = 0; i < count; i++)
        {
            runs[i] = (await (await host.StartAsync(workflow)).JsonAsync()).GetProperty("execution_id").GetGuid();
        }

        return runs;
    }

    /// <summary>Asks for a batch and returns it as it was answered.</summary>
    protected async Task<JsonElement> CreateAsync(string body, ApiHost? user = null)
    {
        var answer = await (user ?? Api).PostAsync(Path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, text);
        var batch = JsonDocument.Parse(text).RootElement;
        Assert.Equal($"{Path}/{batch.Text("id")}", answer.Headers.Location?.OriginalString);
        return batch;
    }

    protected async Task<JsonElement> PreviewAsync(string body, ApiHost? user = null)
    {
        var answer = await (user ?? Api).PostAsync(Path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Waits until the batch has a status, and returns it as it is then.</summary>
    protected async Task<JsonElement> UntilAsync(JsonElement batch, string status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            var now = await (await Api.Http.GetAsync($"{Path}/{batch.Text("id")}")).JsonAsync();
            if (now.Text("status") == status)
            {
                return now;
            }

            Assert.False(patience.IsCancellationRequested, $"Not {status} within the time: {now}");
            await Task.Yield();
        }
    }

    protected async Task UntilAsync(string condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await Api.QueryAsync<bool>($"select {condition}"))
        {
            Assert.False(patience.IsCancellationRequested, $"Not within the time: {condition}");
            await Task.Yield();
        }
    }

    protected async Task<JsonElement> SteerAsync(JsonElement batch, string verb)
    {
        var answer = await Api.PostAsync($"{Path}/{batch.Text("id")}/{verb}", "");
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    /// <summary>done, failed, skipped and not_found of a batch.</summary>
    protected static string Counts(JsonElement batch) => string.Join(
        ' ', new[] { "done", "failed", "skipped", "not_found" }.Select(name => batch.GetProperty(name)));

    protected async Task<List<JsonElement>> ItemsAsync(JsonElement batch, string query = "")
    {
        var items = new List<JsonElement>();
        for (string? part = "limit=7"; part is not null;)
        {
            var page = await (await Api.Http.GetAsync($"{Path}/{batch.Text("id")}/items?{part}&{query}".TrimEnd('&')))
                .JsonAsync();
            items.AddRange(page.GetProperty("items").EnumerateArray());
            part = page.GetProperty("next").GetString() is { } next ? $"limit=7&after={next}" : null;
        }

        return items;
    }

    protected static string Json(IEnumerable<Guid> ids) => JsonSerializer.Serialize(ids);

    /// <summary>Keeps everybody from changing a run until it is disposed.</summary>
    protected async Task<IAsyncDisposable> HoldAsync(Guid run)
    {
        var connection = await Api.Database.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand(
            $"select from workflow_runs where run_id = '{run}' for update", connection, transaction);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    protected Task<long> CountAsync(string condition) =>
        Api.QueryAsync<long>($"select count(*) from workflow_runs where {condition}")!;
}
