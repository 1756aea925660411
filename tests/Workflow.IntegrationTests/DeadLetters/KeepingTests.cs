using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Api.DeadLetters;
using Workflow.Database.DeadLetters;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.DeadLetters;

[Collection(OwnerCollection.Name)]
public sealed class KeepingTests(PostgresFixture postgres) : DeadLetterTest(postgres)
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Letter_WhenItComes_IsKeptWithEverythingThatIsKnownOfIt()
    {
        var run = Guid.NewGuid();
        var kept = await KeepAsync(Letter(
            $$"""{"run_id": "{{run}}"}""", Topics.AgentResults, 42, "no outcome", "the key", Noon, ("source", "api")));

        var letter = await (await Api.Http.GetAsync($"{Desk}/{kept.Text("id")}")).JsonAsync();
        Assert.Equal($$"""{"run_id": "{{run}}"}""", letter.Text("body"));
        Assert.Equal("""{"source":"api"}""", letter.GetProperty("headers").GetRawText());
        var facts = letter.GetProperty("letter");
        Assert.Equal(
            $"open no outcome workflow.agent.results 3 42 {run} the key",
            string.Join(' ', new[] { "status", "reason", "topic", "partition", "offset", "run_id", "key" }
                .Select(name => facts.GetProperty(name).ToString())));
        Assert.Equal(Noon, facts.GetProperty("sent_at").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("garbage", "garbage", null)]
    [InlineData("{\"message_type\": \"dead_letter\"}", "{\"message_type\": \"dead_letter\"}", null)]
    [InlineData("with a \0 in it", null, "d2l0aCBhIAAgaW4gaXQ=")]
    public async Task R9_Letter_WhenItCannotBeReadItself_IsKeptAsItCame(string text, string? body, string? base64)
    {
        await SendAsync(Encoding.UTF8.GetBytes(text));
        await UntilKeptAsync(1);
        var kept = (await LettersAsync()).EnumerateArray().Single();
        Assert.StartsWith("The letter itself cannot be read", kept.Text("reason"), StringComparison.Ordinal);
        Assert.Equal(Topics.DeadLetter, kept.Text("topic"));
        var letter = await (await Api.Http.GetAsync($"{Desk}/{kept.Text("id")}")).JsonAsync();
        Assert.Equal((body, base64), (
            letter.GetProperty("body").GetString(), letter.GetProperty("body_base64").GetString()));
    }

    [Fact]
    public async Task R9_Letter_WhenTextsHoldWhatPostgresRefuses_IsKeptAndItsNeighboursToo()
    {
        await SendAsync(Letter("with a \0", key: "k\0", reason: "r\0", headers: ("a\0", "b\0")));
        await SendAsync(Letter("plain", offset: 8));
        await UntilKeptAsync(2);
        Assert.Equal("with a \0"u8.ToArray(), await Api.QueryAsync<byte[]>(
            "select body_bytes from dead_letters where body_bytes is not null"));
    }

    [Fact]
    public async Task R9_Letter_WhenItsRunIdHoldsHalfACharacter_IsKeptWithoutARunAndItsNeighboursToo()
    {
        const string half = """{"run_id":"\ud800"}""";
        await SendAsync(Letter(half));
        await SendAsync(Encoding.UTF8.GetBytes(half));
        await SendAsync(Letter("plain", offset: 8));
        await UntilKeptAsync(3);
        Assert.Equal(
            $"{half} {half} plain", await Api.QueryAsync<string>("select string_agg(body, ' ' order by id) "
                + "from dead_letters where run_id is null"));
    }

    [Fact]
    public async Task Letters_WhenManyComeAtOnce_AreListedInTheirOrder()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SendAsync(Letter(offset: i))));
        await UntilKeptAsync(20);
        Assert.Equal(
            Enumerable.Range(0, 20).Reverse(),
            (await LettersAsync()).EnumerateArray().Select(letter => letter.GetProperty("offset").GetInt32()));
    }

    [Fact]
    public async Task Letters_WhenSeveralBatchesComeInOneMillisecond_AreListedInTheirOrder()
    {
        using var done = new HandBack();
        var assignment = new Assignment(Topics.DeadLetter, 0, done);
        var intake = new LetterIntake(
            new DeadLetterStore(Api.Database), Api.Service<KafkaOptions>(), new DeadLetterOptions { PendingMax = 1 },
            new StoppedClock(), NullLogger<LetterIntake>.Instance);
        var keeping = intake.RunAsync(CancellationToken.None);
        for (var i = 0; i < 20; i++)
        {
            intake.Message(assignment, new ReceivedMessage(Topics.DeadLetter, new ConsumeResult<byte[], byte[]>
            {
                Offset = i,
                Message = new Message<byte[], byte[]> { Value = MessageCodec.Encode(Letter(offset: i)) },
            }));
        }

        intake.Close();
        await keeping;

        Assert.Equal(
            Enumerable.Range(0, 20).Reverse(),
            (await LettersAsync()).EnumerateArray().Select(letter => letter.GetProperty("offset").GetInt32()));
    }

    [Fact]
    public async Task R7_Letter_WhenItComesAgain_IsKeptOnce()
    {
        await SendAsync(Letter(sentAt: Noon));
        await SendAsync(Letter(sentAt: Noon));
        await SendAsync(Letter());
        await SendAsync(Letter());
        await SendAsync(Letter(sentAt: Noon.AddSeconds(1)));
        await SendAsync(Letter(offset: 9));
        await UntilKeptAsync(4);
        Assert.Equal(4, await Api.QueryAsync<long>("select count(*) from dead_letters"));
    }

    [Fact]
    public async Task List_WhenFiltered_ShowsWhatMatchesPageByPage()
    {
        var run = Guid.NewGuid();
        for (var i = 0; i < 5; i++)
        {
            await KeepAsync(Letter($$"""{"run_id": "{{run}}"}""", offset: i));
        }

        var other = await KeepAsync(Letter("Ähnliches", Topics.AgentTasks, 9, "too old", "Case"));
        await DecideAsync(other, "discard");
        foreach (var (query, count) in new[]
        {
            ("", 6), ("status=open", 5), ("status=discarded", 1), ("topic=workflow.agent.tasks", 1),
            ($"run_id={run}", 5), ("text=TOO%20OLD", 1), ("text=cASE", 1), ("text=nowhere", 0), ("text=%25", 0),
            ("text=%C3%84hnlich", 1),
        })
        {
            Assert.Equal((query, count), (query, await CountAsync(query)));
        }

        await (await Api.Http.GetAsync($"{Desk}?topic=nothing")).ProblemAsync(422, "invalid-parameter");
        await (await Api.Http.GetAsync($"{Desk}/{Guid.NewGuid()}")).ProblemAsync(404, "dead-letter-not-found");
    }

    [Fact]
    public async Task R10_Desk_WhenTheCallerIsNoAdmin_IsClosed()
    {
        var letter = await KeepAsync(Letter());
        var alice = Api.As("alice");
        await (await alice.Http.GetAsync(Desk)).ProblemAsync(403, "admin-only");
        await (await alice.Http.GetAsync($"{Desk}/{letter.Text("id")}")).ProblemAsync(403, "admin-only");
        var id = letter.Text("id");
        foreach (var path in new[] { $"{id}/redrive", $"{id}/discard", "redrive", "discard" })
        {
            await (await alice.PostAsync($"{Desk}/{path}", "{}")).ProblemAsync(403, "admin-only");
        }

        Assert.Equal("open", (await LettersAsync()).EnumerateArray().Single().Text("status"));
    }

    [Fact]
    public async Task Letters_WhenTheyAreOld_AreDeletedTheUndecidedOnesLater()
    {
        var letters = new List<(JsonElement Letter, int Age, bool IsDecided)>();
        foreach (var (age, isDecided) in new[] { (31, true), (29, true), (31, false), (91, false) })
        {
            letters.Add((await KeepAsync(Letter(offset: age, reason: $"{isDecided}")), age, isDecided));
        }

        // All are kept before any is old: the API purges by itself, too.
        foreach (var (letter, age, isDecided) in letters)
        {
            await Api.ExecuteAsync($"""
                update dead_letters set received_at = now() - interval '{age} days',
                       decision = {(isDecided ? "'discarded'" : "null")} where id = '{letter.Text("id")}'
                """);
        }

        await Api.Service<DeadLetterService>().PurgeOnceAsync(CancellationToken.None);
        Assert.Equal("29 31", await Api.QueryAsync<string>(
            "select string_agg(source_offset::text, ' ' order by source_offset) from dead_letters"));
    }

    private async Task<int> CountAsync(string filter)
    {
        var ids = new HashSet<string>();
        for (string? query = $"limit=2&{filter}"; query is not null;)
        {
            var page = await (await Api.Http.GetAsync($"{Desk}?{query.TrimEnd('&')}")).JsonAsync();
            Assert.All(page.GetProperty("letters").EnumerateArray(), row => Assert.True(ids.Add(row.Text("id"))));
            query = page.GetProperty("next").GetString() is { } next ? $"limit=2&after={next}&{filter}" : null;
        }

        return ids.Count;
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon;
    }
}
