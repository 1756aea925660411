using Workflow.Definitions;
using Workflow.Definitions.Scheduling;
using Workflow.Definitions.Syntax;
using Xunit;

namespace Workflow.UnitTests.Definitions;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("every: { minutes: 15 }", null, 900_000L, null)]
    [InlineData("every: PT1H", null, 3_600_000L, null)]
    [InlineData("cron: '0 3 * * MON-FRI'", "0 3 * * MON-FRI", null, null)]
    [InlineData("after: { seconds: 30 }", null, null, 30_000L)]
    public void Read_WhenADefinitionHasASchedule_KeepsIt(string schedule, string? cron, long? every, long? after) =>
        Assert.Equal(
            new ScheduleSpec { Cron = cron, EveryMs = every, AfterMs = after },
            Text.Definition(Text.With($"schedule: {{ {schedule} }}\ndo: []\n")).Schedule);

    [Theory]
    [InlineData("one: { with: { type: x } }")]
    [InlineData("any: []")]
    [InlineData("all: [ { with: { type: x, data: '${ .a > 1 }' }, correlate: { o: { from: .data.o } } }, "
        + "{ with: { type: y }, correlate: { o: { from: .data.o, expect: 7 } } } ]")]
    public void Read_WhenEventsStartTheRuns_KeepsWhichInAFormThatReadsTheSameAgain(string on)
    {
        var spec = Text.Definition(Text.With($"schedule: {{ on: {{ {on} }} }}\ndo: []\n")).Schedule!;
        var kept = ScheduleSpec.OfJson(spec.ToJson()).On!.Value;
        var events = StartEvents.Read(kept, DefinitionLimits.Default);

        Assert.Equal(AstText.Of(Text.Task<ListenTask>(
            $"- a: {{ listen: {{ to: {{ {on} }} }} }}").Events), AstText.Of(events!.Events));
        Assert.Null(Timetable.Read(spec, TimeSpan.FromSeconds(1), out var fault)!.After(DateTimeOffset.UnixEpoch));
        Assert.Null(fault);
    }

    [Theory]
    [InlineData("{}", "/schedule", "A schedule says in one way when it is due; here are 0.")]
    [InlineData("{ every: PT1H, cron: '* * * * *' }", "/schedule", "A schedule says in one way when it is due")]
    [InlineData("{ cron: '* * * *' }", "/schedule/cron", "It has 4 fields")]
    [InlineData("{ cron: 5 }", "/schedule/cron", "")]
    [InlineData("{ every: PT0.1S }", "/schedule/every", "It is due more often than every 1 s.")]
    [InlineData("{ after: PT0S }", "/schedule/after", "It is due more often than every 1 s.")]
    [InlineData("{ every: '${ .x }' }", "/schedule/every", "A schedule is read before there is a run")]
    [InlineData("{ on: {} }", "/schedule/on", "`on` needs exactly one of `one`, `any` or `all`")]
    [InlineData("{ on: { one: {} } }", "/schedule/on/one", "The property `with` is missing")]
    [InlineData("{ on: { all: [] } }", "/schedule/on/all", "`all` is empty")]
    [InlineData(
        "{ on: { one: { with: { type: workflow.x } } } }", "/schedule/on/one", "`workflow.x` is never sent")]
    [InlineData(
        "{ on: { one: { with: { type: '${ . == $input.x }' } } } }", "/schedule/on/one/with/type",
        "The expression `. == $input.x` is not valid jq")]
    [InlineData(
        "{ on: { one: { with: { type: x }, correlate: { o: { from: .id, expect: '${ .o }' } } } } }",
        "/schedule/on/one/correlate/o/expect", "Before there is a run, `expect` has nothing to look at")]
    [InlineData("{ on: { any: [ { with: { type: \"a\\0\" } } ] } }", "/schedule/on/any/0/with/type", "The text holds")]
    [InlineData("{ on: { any: [] }, every: PT1H }", "/schedule", "A schedule says in one way when it is due")]
    [InlineData("{ at: '2030-01-01' }", "/schedule/at", "unknown property `at`")]
    public void Read_WhenTheScheduleIsWrong_SaysWhere(string schedule, string pointer, string message)
    {
        var error = Assert.Single(Text.Errors(Text.With($"schedule: {schedule}\ndo: []\n")));
        Assert.Equal(pointer, error.Pointer);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
