using Workflow.Definitions.Scheduling;
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
    [InlineData("{}", "/schedule", "A schedule says in one way when it is due; here are 0.")]
    [InlineData("{ every: PT1H, cron: '* * * * *' }", "/schedule", "A schedule says in one way when it is due")]
    [InlineData("{ cron: '* * * *' }", "/schedule/cron", "It has 4 fields")]
    [InlineData("{ cron: 5 }", "/schedule/cron", "")]
    [InlineData("{ every: PT0.1S }", "/schedule/every", "It is due more often than every 1 s.")]
    [InlineData("{ after: PT0S }", "/schedule/after", "It is due more often than every 1 s.")]
    [InlineData("{ every: '${ .x }' }", "/schedule/every", "A schedule is read before there is a run")]
    [InlineData("{ at: '2030-01-01' }", "/schedule/at", "unknown property `at`")]
    public void Read_WhenTheScheduleIsWrong_SaysWhere(string schedule, string pointer, string message)
    {
        var error = Assert.Single(Text.Errors(Text.With($"schedule: {schedule}\ndo: []\n")));
        Assert.Equal(pointer, error.Pointer);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
