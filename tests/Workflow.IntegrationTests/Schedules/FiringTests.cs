using Npgsql;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Schedules;

/// <summary>Due times, each decided about once, by the owner of the schedule's shard.</summary>
[Collection(OwnerCollection.Name)]
public sealed class FiringTests(ScheduleWorld world) : IClassFixture<ScheduleWorld>
{
    [Fact]
    public async Task Fire_WhenDue_StartsOneRunAsTheScheduleSays()
    {
        var id = await world.MakeAsync("""
            "input": {"kind": "full"}, "labels": {"team": "ops"}, "business_key": "report-{due_date}", "priority": 7,
            "queue_timeout_seconds": 600, "due_at_member": "for \"when\"",
            """);
        await world.DueAsync(id, "date_trunc('day', now()) - interval '1 minute'");
        await world.Api.ExecuteAsync($"update schedules set catch_up = 90000 where id = '{id}'");

        await world.Firer.LookAsync();
        await world.Firer.LookAsync();

        Assert.Equal("PENDING", await world.RunsAsync(id));
        Assert.True(await world.Api.QueryAsync<bool>($$"""
            select r.input_data ->> 'for "when"' = to_char(f.due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                   and r.workflow_id = s.workflow_id and r.workflow_version = '1.0.0'
                   and r.input_data ->> 'kind' = 'full'
                   and r.labels = '{"team": "ops"}' and r.priority = 7 and r.owner_id = 'local' and r.total_steps = 2
                   and r.business_key = 'report-' || to_char(f.due_at at time zone 'utc', 'YYYY-MM-DD')
                   and r.queue_deadline = r.created_at + interval '600 s'
              from workflow_runs r join schedules s on s.id = r.schedule_id join schedule_fires f using (run_id)
             where s.id = '{{id}}'
            """));
        var schedule = await world.ReadAsync(id);
        Assert.Equal(("active", 1L), (schedule.Text("status"), Count(schedule, "started")));
        Assert.True(await world.Api.QueryAsync<bool>($"select next_due_at > now() from schedules where id = '{id}'"));
        var fire = (await world.ReadAsync(id, "/fires")).GetProperty("fires")[0];
        Assert.Equal(
            ("due", "started", "pending"), (fire.Text("kind"), fire.Text("outcome"), fire.Text("execution_status")));
        Assert.Equal(
            schedule.GetProperty("progress").Text("last_execution_id"), fire.Text("execution_id"));
    }

    [Fact]
    public async Task R4_Fire_WhenTheShardsWereTakenOver_OnlyTheNewOwnerFires()
    {
        var id = await world.MakeAsync("\"overlap\": \"allow\",");
        await using var old = await TestFirer.TakeAsync(world.Api, "old");
        await using var now = await TestFirer.TakeAsync(world.Api, "now");
        await world.DueAsync(id);

        await old.LookAsync();
        Assert.Equal("", await world.RunsAsync(id));
        await Task.WhenAll(now.LookAsync(), old.LookAsync(), now.LookAsync());
        Assert.Equal("PENDING", await world.RunsAsync(id));
        await world.RetakeAsync();
    }

    [Fact]
    public async Task R4_Fire_WhenItWaitsForATakeOver_SeesTheNewOwnerAfterTheWait()
    {
        var id = await world.MakeAsync();
        await world.DueAsync(id);
        await using var taker = await world.Api.Database.OpenConnectionAsync();
        await using var transaction = await taker.BeginTransactionAsync();
        await using (var take = new NpgsqlCommand(
            "update shards set epoch = epoch + 1, token = gen_random_uuid()", taker, transaction))
        {
            await take.ExecuteNonQueryAsync();
        }

        var look = world.Firer.LookAsync();
        await world.UntilBlockedAsync(taker.ProcessID);
        await transaction.CommitAsync();
        await look;

        Assert.Equal("", await world.RunsAsync(id));
        await world.RetakeAsync();
        await world.Firer.LookAsync();
        Assert.Equal("PENDING", await world.RunsAsync(id));
    }

    [Fact]
    public async Task R4_Fire_WhenItsOwnerFreezesInTheMiddle_IsUndoneAndTheNextOwnerFiresOnce()
    {
        var id = await world.MakeAsync();
        await world.DueAsync(id);
        await using var frozen = await TestFirer.TakeAsync(world.Api, "frozen", secondsMax: 5);
        await using var blocker = await world.Api.Database.OpenConnectionAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using (var block = new NpgsqlCommand(
            "lock table schedule_fires in access exclusive mode", blocker, transaction))
        {
            await block.ExecuteNonQueryAsync();
        }

        var look = frozen.LookAsync();
        await world.UntilBlockedAsync(blocker.ProcessID);
        await using var next = await TestFirer.TakeAsync(world.Api, "next");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => look);
        await transaction.RollbackAsync();
        Assert.Equal("", await world.RunsAsync(id));
        await next.LookAsync();

        Assert.Equal(("PENDING", "started"), (await world.RunsAsync(id), await world.FiresAsync(id)));
        await world.RetakeAsync();
    }

    [Fact]
    public async Task Fire_WhileSomebodyChangesTheSchedule_LeavesItToTheNextLookWhichSeesTheChange()
    {
        var id = await world.MakeAsync();
        await world.DueAsync(id);
        await using var trigger = await world.Api.Database.OpenConnectionAsync();
        await using var transaction = await trigger.BeginTransactionAsync();
        await using (var enter = new NpgsqlCommand($"""
            select from schedules where id = '{id}' for no key update;
            insert into workflow_runs (run_id, workflow_name, owner_id, shard, schedule_id)
            values (gen_random_uuid(), 'w', 'local', 1, '{id}')
            """, trigger, transaction))
        {
            await enter.ExecuteNonQueryAsync();
        }

        await world.Firer.LookAsync();
        Assert.Equal("", await world.FiresAsync(id));
        await transaction.CommitAsync();
        await world.Firer.LookAsync();
        Assert.Equal(("PENDING", "skipped"), (await world.RunsAsync(id), await world.FiresAsync(id)));
    }

    [Fact]
    public async Task Fire_WhenTheDueTimeHasAnOutcomeAlready_IsNotFiredAgain()
    {
        var id = await world.MakeAsync("\"overlap\": \"allow\",");
        await world.DueAsync(id, "date_trunc('minute', now())");
        await world.Firer.LookAsync();
        await world.DueAsync(id, $"(select due_at from schedule_fires where schedule_id = '{id}')");
        await world.Firer.LookAsync();

        Assert.Equal(("PENDING", "started"), (await world.RunsAsync(id), await world.FiresAsync(id)));
        Assert.Equal(1, Count(await world.ReadAsync(id), "started"));
    }

    [Theory]
    [InlineData("skip", "PENDING", "started skipped skipped", "COMPLETED PENDING")]
    [InlineData("allow", "PENDING PENDING PENDING", "started started started", "COMPLETED COMPLETED COMPLETED PENDING")]
    [InlineData(
        "cancel_previous", "CANCELLED CANCELLED PENDING", "started started started",
        "CANCELLED CANCELLED COMPLETED PENDING")]
    [InlineData("queue", "PENDING", "started queued skipped", "COMPLETED PENDING")]
    public async Task Fire_WhenRunsOfTheScheduleAreOpen_FollowsItsOverlapPolicy(
        string overlap, string runs, string fires, string runsAfterTheEnd)
    {
        var id = await world.MakeAsync($"\"overlap\": \"{overlap}\", \"queue_max\": 1,");
        for (var i = 0; i < 3; i++)
        {
            await world.FireAsync(id);
        }

        Assert.Equal((runs, fires), (await world.RunsAsync(id), await world.FiresAsync(id)));
        await world.EndRunsAsync(id);
        await world.FireAsync(id);
        Assert.Equal(runsAfterTheEnd, await world.RunsAsync(id));
        if (overlap == "queue")
        {
            // The one that waited goes first, and the new one waits.
            Assert.Equal("started started skipped queued", await world.FiresAsync(id));
        }
    }

    [Fact]
    public async Task Fire_AfterAnOutage_CatchesUpWithinTheWindowAndCountsTheRestAsMissed()
    {
        var id = await world.MakeAsync(
            "\"overlap\": \"allow\", \"catch_up_seconds\": 630,", "\"every\": {\"minutes\": 1}");
        await world.Api.ExecuteAsync($$"""
            update schedules
               set next_due_at = date_trunc('minute', now()) - interval '2 h',
                   specification = json_build_object(
                       'every_ms', 60000, 'anchor', date_trunc('minute', now()) - interval '2 h')
             where id = '{{id}}'
            """);

        await world.Firer.LookAsync();

        var schedule = await world.ReadAsync(id);
        Assert.InRange(Count(schedule, "started"), 10, 11);
        Assert.Equal(Count(schedule, "started") + Count(schedule, "missed"), await world.Api.QueryAsync<long>($"""
            select (extract(epoch from next_due_at - (specification ->> 'anchor')::timestamptz) / 60)::bigint
              from schedules where id = '{id}'
            """));
        Assert.Equal(Count(schedule, "started"), await world.Api.QueryAsync<long>($"""
            select count(distinct due_at) from schedule_fires
             where schedule_id = '{id}' and due_at = date_trunc('minute', due_at) and outcome = 'started'
            """));
    }

    [Fact]
    public async Task R9_Fire_WhenMoreIsDueThanOneLookFires_GoesOnWithTheNext()
    {
        var id = await world.MakeAsync("\"overlap\": \"allow\",", "\"every\": \"PT1M\"");
        await using var slow = await TestFirer.TakeAsync(world.Api, "slow", firesMax: "3");
        await world.Api.ExecuteAsync($"update schedules set next_due_at = null where id <> '{id}'");
        await world.DueAsync(id, "now() - interval '330 s'");
        await world.Api.ExecuteAsync(
            "update schedules set specification = json_build_object('every_ms', 60000, 'anchor', next_due_at) "
            + $"where id = '{id}'");
        await slow.LookAsync();
        Assert.Equal(3, Count(await world.ReadAsync(id), "started"));
        await slow.LookAsync();
        Assert.Equal(6, Count(await world.ReadAsync(id), "started"));
        await world.RetakeAsync();
    }

    [Fact]
    public async Task Fire_WhenTheWorkflowWasDeleted_SaysSoAndGoesOnToTheNextDueTime()
    {
        var id = await world.MakeAsync();
        var workflow = (await world.ReadAsync(id)).Text("workflow_id");
        await world.Api.Http.DeleteAsync($"/api/v1/workflows/{workflow}");
        await world.FireAsync(id);
        await world.Firer.LookAsync();

        var schedule = await world.ReadAsync(id);
        Assert.Equal(("", "failed"), (await world.RunsAsync(id), await world.FiresAsync(id)));
        Assert.Equal(
            $"There is no workflow {workflow} any more.", schedule.GetProperty("progress").Text("last_error"));
        Assert.Equal("active", schedule.Text("status"));
        var wrong = await (await world.Api.Http.GetAsync(
            $"{ScheduleWorld.Path}?has_error=true&workflow_id={workflow}")).JsonAsync();
        Assert.Equal(id, Assert.Single(wrong.GetProperty("schedules").EnumerateArray()).GetProperty("id").GetGuid());
        await (await world.Api.PostAsync($"{ScheduleWorld.Path}/{id}/trigger", ""))
            .ProblemAsync(404, "workflow-not-found");
    }

    [Fact]
    public async Task Fire_OfOneTimeOrOfTheLastRun_EndsTheSchedule()
    {
        var once = await world.MakeAsync("", "\"at\": \"2099-01-01T00:00:00Z\"");
        var twice = await world.MakeAsync("\"runs_max\": 2, \"overlap\": \"allow\",");
        await world.DueAsync(once);
        await world.Api.ExecuteAsync(
            $"update schedules set specification = json_build_object('at', next_due_at) where id = '{once}'");
        await world.FireAsync(twice);
        Assert.Equal("active", (await world.ReadAsync(twice)).Text("status"));
        await world.FireAsync(twice);
        foreach (var (id, runs) in new[] { (once, "PENDING"), (twice, "PENDING PENDING") })
        {
            Assert.Equal(("ended", runs), ((await world.ReadAsync(id)).Text("status"), await world.RunsAsync(id)));
        }
    }

    [Fact]
    public async Task Fire_WhenTheTimeZoneIsGone_PausesTheScheduleAndSaysWhy()
    {
        var id = await world.MakeAsync();
        await world.Api.ExecuteAsync(
            "update schedules set specification = '{\"cron\": \"@daily\", \"time_zone\": \"Mars/Base\"}' "
            + $"where id = '{id}'");
        await world.FireAsync(id);
        var schedule = await world.ReadAsync(id);
        Assert.Equal("paused", schedule.Text("status"));
        Assert.Equal(
            "It cannot be computed when it is due: 'Mars/Base' is not known here.",
            schedule.GetProperty("pause").Text("note"));
        Assert.Empty((await world.ReadAsync(id, "/next")).GetProperty("times").EnumerateArray());
    }

    [Fact]
    public async Task Pause_UntilItIsResumed_KeepsTheScheduleFromFiring()
    {
        var id = await world.MakeAsync();
        await world.DueAsync(id);
        var paused = await world.PostAsync(id, "pause", """{"note": "moving house"}""");
        Assert.Equal(
            ("paused", "local", "moving house"),
            (paused.Text("status"), paused.GetProperty("pause").Text("by"), paused.GetProperty("pause").Text("note")));
        await world.Firer.LookAsync();
        Assert.Equal("", await world.RunsAsync(id));
        Assert.NotEmpty((await world.ReadAsync(id, "/next")).GetProperty("times").EnumerateArray());

        var resumed = await world.PostAsync(id, "resume");
        Assert.Equal("active", resumed.Text("status"));
        await world.Firer.LookAsync();
        Assert.Equal("", await world.RunsAsync(id));
        Assert.Equal(resumed.ToString(), (await world.PostAsync(id, "resume")).ToString());
    }

    [Fact]
    public async Task Trigger_StartsARunBesideOpenOnesAndWhilePaused()
    {
        var id = await world.MakeAsync();
        await world.FireAsync(id);
        await world.PostAsync(id, "pause");
        var triggered = await world.PostAsync(id, "trigger", status: 202);
        Assert.Equal("PENDING PENDING", await world.RunsAsync(id));
        var fire = (await world.ReadAsync(id, "/fires")).GetProperty("fires")[0];
        Assert.Equal(("trigger", triggered.Text("execution_id")), (fire.Text("kind"), fire.Text("execution_id")));
        Assert.Equal(2, Count(await world.ReadAsync(id), "started"));
    }

    [Fact]
    public async Task Backfill_RunsEachDueTimeOfTheRangeOnceAndOneAfterTheOther()
    {
        var id = await world.MakeAsync("", "\"cron\": \"@daily\"");
        await world.Api.ExecuteAsync("update schedules set next_due_at = null");
        const string range = """{"from": "2026-03-01T00:00:00Z", "to": "2026-03-04T00:00:00Z"}""";
        var backfill = await world.PostAsync(id, "backfill", range, 202);
        Assert.Equal((3, 3), (backfill.GetProperty("found").GetInt32(), backfill.GetProperty("queued").GetInt32()));
        Assert.Equal("queued queued queued", await world.FiresAsync(id));
        foreach (var fires in new[]
        {
            "started queued queued", "started started queued", "started started started", "started started started",
        })
        {
            await world.Firer.LookAsync();
            await world.Firer.LookAsync();
            Assert.Equal(fires, await world.FiresAsync(id));
            await world.EndRunsAsync(id);
        }

        var ever = await world.PostAsync(
            id, "backfill", """{"from": "0001-01-01T00:00:00Z", "to": "1970-01-03T00:00:00Z"}""", 202);
        Assert.Equal(1, ever.GetProperty("found").GetInt32());
        await world.PostAsync(id, "pause");
        Assert.Equal(0, (await world.PostAsync(id, "backfill", range, 202)).GetProperty("queued").GetInt32());
        Assert.Equal("COMPLETED COMPLETED COMPLETED", await world.RunsAsync(id));
        await world.Firer.LookAsync();
        Assert.Equal(1, Count(await world.ReadAsync(id), "queued"));
    }

    private static long Count(System.Text.Json.JsonElement schedule, string name) =>
        schedule.GetProperty("progress").GetProperty(name).GetInt64();
}
