using System.Globalization;
using System.Text.Json;
using Workflow.Execution.Runs;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>How often, when and until when what fails is tried again, and which time limit wins.</summary>
public sealed class RetryTests
{
    [Theory]
    [InlineData("delay: { seconds: 2 }, backoff: { constant: {} }, limit: { attempt: { count: 3 } }", "0 2 4 6")]
    [InlineData("delay: { seconds: 2 }, backoff: { linear: {} }, limit: { attempt: { count: 3 } }", "0 2 6 12")]
    [InlineData("delay: { seconds: 2 }, backoff: { exponential: {} }, limit: { attempt: { count: 3 } }", "0 2 6 14")]
    [InlineData("delay: { seconds: 2 }, backoff: { exponential: {} }, limit: { duration: { seconds: 13 } }", "0 2 6")]
    [InlineData("delay: { seconds: 2 }, limit: { attempt: { count: 9 }, duration: { seconds: 5 } }", "0 2 4")]
    [InlineData("when: '${ $error.status == 500 }', limit: { attempt: { count: 3 } }", "0")]
    [InlineData("exceptWhen: '${ $error.status == 503 }', limit: { attempt: { count: 3 } }", "0")]
    public async Task Retry_WhenEveryAttemptFails_TriesAsDeclaredAndThenFails(string retry, string seconds)
    {
        await using var engine = new Engine();
        var began = engine.Clock.GetUtcNow();
        var asked = new List<double>();
        engine.Agents["A"] = task =>
        {
            asked.Add((engine.Clock.GetUtcNow() - began).TotalSeconds);
            return engine.Failed(task, 503);
        };

        var ended = await ToEndAsync(engine, $"do:\n- safe: {{ try: [ {{ a: {{ call: A }} }} ], "
            + $"catch: {{ retry: {{ {retry} }} }} }}");

        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Equal(seconds, string.Join(' ', asked.Select(at => at.ToString(CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("catch: { errors: { with: { status: 500 } }, retry: { limit: { attempt: { count: 3 } } } }")]
    [InlineData("catch: { exceptWhen: '${ $error.status == 503 }', retry: { limit: { attempt: { count: 3 } } } }")]
    public async Task Retry_WhenTheErrorIsNotOneToRetry_TriesOnce(string caught)
    {
        await using var engine = new Engine();
        engine.Agents["A"] = task => engine.Failed(task, 503);

        Assert.Equal(
            RunStatus.Failed,
            (await ToEndAsync(engine, $"do:\n- safe: {{ try: [ {{ a: {{ call: A }} }} ], {caught} }}")).Status);
        Assert.Single(engine.Sent);
    }

    [Fact]
    public async Task Retry_WithJitter_WaitsWithinItsBoundsAndCommitsTheMomentBeforeItWaits()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start("""
            do:
            - safe:
                try: [ { bad: { raise: { error: { type: 'https://x/y', status: 503 } } } } ]
                catch:
                  retry: { delay: { seconds: 10 }, jitter: { from: { seconds: 1 }, to: { seconds: 5 } } }
            """);
        await Until.TrueAsync(() => executor.IsWaiting && engine.StepText().Contains("safe", StringComparison.Ordinal));

        var safe = engine.Store.StepsOf(engine.RunId).Single(step => step.StepId == "safe");
        Assert.Equal(StepStatus.Running, safe.Status);
        using var metadata = JsonDocument.Parse(safe.Metadata.Utf8);
        Assert.Equal(1, metadata.RootElement.GetProperty("retry").GetInt32());
        var due = metadata.RootElement.GetProperty("until").GetDateTimeOffset();
        Assert.InRange((due - engine.Clock.GetUtcNow()).TotalSeconds, 11, 15);
        executor.Release(RunExit.Released);
        await exit;
    }

    [Theory]
    [InlineData("limit: { attempt: { count: 1, duration: { seconds: 3 } } }", "", "", 6, "An attempt of 'safe'")]
    [InlineData(
        "limit: { attempt: { count: 9, duration: { seconds: 3 } } }", "timeout: { after: { seconds: 7 } },", "", 7,
        "Task 'safe' took longer")]
    [InlineData(
        "limit: { attempt: { count: 9, duration: { seconds: 3 } } }", "timeout: { after: { seconds: 70 } },",
        "timeout: { after: { seconds: 5 } }", 5, "The run took longer")]
    [InlineData("limit: { attempt: { count: 9 } }", "timeout: { after: { seconds: 4 } },", "", 4, "Task 'safe'")]
    public async Task Timeout_WhenTheAgentHangs_TheNearestLimitOfAttemptTaskAndRunWins(
        string retry, string task, string run, int seconds, string message)
    {
        await using var engine = new Engine();
        var began = engine.Clock.GetUtcNow();

        var ended = await ToEndAsync(
            engine,
            $"{run}\ndo:\n- safe: {{ {task} try: [ {{ a: {{ call: A }} }} ], catch: {{ retry: {{ {retry} }} }} }}");

        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
        Assert.Contains("errors/timeout", ended.Error, StringComparison.Ordinal);
        Assert.Equal(seconds, (engine.Clock.GetUtcNow() - began).TotalSeconds);
    }

    [Fact]
    public async Task Checkpoint_WhenTheAttemptFails_IsGivenToTheNextAndToARepetitionOfTheSame()
    {
        await using var engine = new Engine();
        var (executor, _) = engine.Start("""
            do:
            - safe:
                try: [ { a: { call: A } } ]
                catch: { retry: { limit: { attempt: { count: 3 } } } }
            - next: { call: A }
            """);
        var first = await SentAsync(engine, 1);
        Assert.True(first.Checkpoint.IsNull);
        engine.Calls.Checkpointed(first.TaskId, RawJson.FromText("""{"page":7}"""));
        engine.Clock.Advance(engine.Options.AgentSilenceMax + TimeSpan.FromSeconds(1));
        engine.Hold.Prove(engine.Clock.GetTimestamp());
        Assert.Equal(1, engine.Calls.ResendSilent());
        var again = await SentAsync(engine, 2);
        Assert.Equal((first.TaskId, """{"page":7}"""), (again.TaskId, again.Checkpoint.ToString()));

        engine.Calls.TryDeliver(engine.Failed(first, 503), _ => { });
        var second = await SentAsync(engine, 3);
        Assert.Equal((2, """{"page":7}"""), (second.Attempt, second.Checkpoint.ToString()));
        engine.Calls.TryDeliver(engine.Completed(second, "1"), _ => { });

        Assert.True((await SentAsync(engine, 4)).Checkpoint.IsNull);
        executor.Release(RunExit.Released);
    }

    [Theory]
    [InlineData(StepStatus.Running, 1)]
    [InlineData(StepStatus.Failed, 2)]
    public async Task Checkpoint_WhenTheOwnerDied_IsTakenFromTheRecord(StepStatus status, int attempt)
    {
        await using var engine = new Engine();
        const string tasks = """
            do:
            - safe: { try: [ { a: { call: A } } ], catch: { retry: { limit: { attempt: { count: 3 } } } } }
            """;
        var (executor, exit) = engine.Start(tasks);
        await SentAsync(engine, 1);
        executor.Release(RunExit.Released);
        await exit;
        var recorded = engine.Store.StepsOf(engine.RunId).Select(step => step.StepId != "a" ? step : step with
        {
            Status = status,
            Checkpoint = RawJson.FromText("7"),
            ErrorMessage = "it broke",
        }).ToList();

        var next = engine.Start(tasks, recorded: recorded);

        var sent = await SentAsync(engine, 2);
        Assert.Equal((attempt, "7"), (sent.Attempt, sent.Checkpoint.ToString()));
        next.Executor.Release(RunExit.Released);
    }

    private static async Task<AgentTask> SentAsync(Engine engine, int count)
    {
        await Until.TrueAsync(() => engine.Sent.Count >= count);
        return engine.Sent.ElementAt(count - 1);
    }

    /// <summary>Moves the clock from timer to timer until the run has ended.</summary>
    private static async Task<Ended> ToEndAsync(Engine engine, string tasks)
    {
        var (executor, exit) = engine.Start(tasks);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!exit.IsCompleted)
        {
            Assert.False(patience.IsCancellationRequested);
            if (executor.IsWaiting && engine.Clock.NextDue is { } due)
            {
                var commits = engine.Store.Commits.Count;
                engine.Clock.Advance(due - engine.Clock.GetUtcNow());
                // A run that was woken counts as waiting until it goes on, which begins with a commit.
                await Until.TrueAsync(() => exit.IsCompleted || engine.Store.Commits.Count > commits);
            }

            await Task.Delay(1);
        }

        return await engine.EndAsync(exit);
    }
}
