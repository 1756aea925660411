using System.Globalization;
using Workflow.Api.Executions.Reading;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Database.Schedules;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Scheduling;
using Workflow.Model;

namespace Workflow.Api.Schedules;

/// <summary>The bodies that describe schedules.</summary>
public static class ScheduleBody
{
    private const string EveryExpected =
        "an ISO 8601 duration such as PT15M, or an object of days, hours, minutes, seconds and milliseconds";

    private const string Example = """
        {"name": "nightly-report", "workflow": "nightly-report", "cron": "0 3 * * MON-FRI",
         "time_zone": "Europe/Berlin", "overlap": "skip", "input": {"kind": "full"}}
        """;

    public static readonly BodyShape Creation = new([.. ScheduleFields.Settings, ScheduleFields.Paused])
    {
        Example = Example,
    };

    public static readonly BodyShape Replacement = new(ScheduleFields.Settings) { Example = Example };

    public static readonly BodyShape Preview = new(
        [.. ScheduleFields.Times, ScheduleFields.After, ScheduleFields.Count])
    {
        Example = """{"cron": "30 2 * * *", "time_zone": "Europe/Berlin", "after": "2026-03-28T00:00:00Z"}""",
    };

    private static readonly (string Unit, long Milliseconds)[] Units =
        [("days", 86_400_000), ("hours", 3_600_000), ("minutes", 60_000), ("seconds", 1_000), ("milliseconds", 1)];

    /// <summary>Reads when it is due.</summary>
    /// <param name="before">What it was; an interval that stays keeps its due times.</param>
    /// <returns>Nulls when there are errors.</returns>
    public static (ScheduleSpec? Spec, Timetable? Table) ReadTimes(
        FieldValues body, ScheduleSpec? before, DateTimeOffset now, ScheduleOptions limits, List<ProblemError> errors)
    {
        long? every = null;
        if (body.Has(ScheduleFields.Every) && !TryReadDuration(body.Get(ScheduleFields.Every), out every))
        {
            errors.Add(Error("every", "It is no duration.", EveryExpected));
            return (null, null);
        }

        var startAt = Whole(body.OrNull(ScheduleFields.StartAt));
        var spec = new ScheduleSpec
        {
            Cron = body.Get(ScheduleFields.Cron),
            TimeZone = body.Get(ScheduleFields.TimeZone),
            EveryMs = every,
            Anchor = every is null ? null : startAt ?? (before?.EveryMs == every ? before!.Anchor : Whole(now)),
            At = Whole(body.OrNull(ScheduleFields.At)),
            StartAt = startAt,
            EndAt = Whole(body.OrNull(ScheduleFields.EndAt)),
        };
        var table = Timetable.Read(spec, limits.IntervalMin, out var fault);
        if (fault is not null)
        {
            errors.Add(Error(fault.Member, fault.Message, fault.Expected));
        }

        return (spec, table);
    }

    /// <summary>Reads the rest.</summary>
    public static ScheduleSettings ReadSettings(
        FieldValues body, ScheduleSpec spec, Guid workflowId, ScheduleOptions limits, List<ProblemError> errors)
    {
        var labels = body.Get(ScheduleFields.Labels);
        var settings = new ScheduleSettings(
            body.Get(ScheduleFields.Name)!, body.Get(ScheduleFields.Description), workflowId,
            body.Get(ScheduleFields.Version), spec.ToJson(), body.Get(ScheduleFields.Input),
            labels is null or { Count: 0 } ? default : LabelText.Of(labels),
            body.Get(ScheduleFields.BusinessKey), (short)body.Get(ScheduleFields.Priority),
            (int?)body.OrNull(ScheduleFields.QueueTimeoutSeconds), body.Get(ScheduleFields.Overlaps, Overlap.Skip),
            (int)body.Get(ScheduleFields.QueueMax, Math.Min(ScheduleFields.QueueUsual, limits.QueueMax)),
            (int)body.Get(
                ScheduleFields.CatchUpSeconds, Math.Min(ScheduleFields.CatchUpUsual, limits.CatchUpSecondsMax)),
            body.OrNull(ScheduleFields.RunsMax), body.Get(ScheduleFields.DueAtMember));
        if (settings.DueMember is { } member && HasMember(settings.Input, member))
        {
            errors.Add(Error("due_at_member", $"The input has a member '{member}' already.", "another name"));
        }

        Check("queue_max", settings.QueueMax, limits.QueueMax, errors);
        Check("catch_up_seconds", settings.CatchUpSeconds, limits.CatchUpSecondsMax, errors);
        return settings;
    }

    // How deep it is was looked at when the body was read.
    private static bool HasMember(RawJson input, string name) => !input.IsEmpty
        && JsonBody.TryReadMembers(input.Utf8, 100_000, out var members, out _)
        && members.Exists(member => member.Name == name);

    private static void Check(string member, int given, int most, List<ProblemError> errors)
    {
        if (given > most)
        {
            errors.Add(Error(member, $"{given} is more than allowed here.", $"at most {most}"));
        }
    }

    private static bool TryReadDuration(RawJson json, out long? milliseconds)
    {
        milliseconds = json.Utf8.Span[0] switch
        {
            (byte)'"' => DurationSpec.TryParseIso(json.ToString().Trim('"'), out var duration)
                ? (long)duration.TotalMilliseconds
                : null,
            (byte)'{' => Sum(json),
            _ => null,
        };
        return milliseconds <= DurationSpec.Max.TotalMilliseconds;
    }

    private static long? Sum(RawJson json)
    {
        if (!JsonBody.TryReadMembers(json.Utf8, 1, out var members, out _) || members.Count == 0)
        {
            return null;
        }

        var sum = 0L;
        foreach (var member in members)
        {
            var (unit, length) = Array.Find(Units, one => one.Unit == member.Name);
            if (unit is null || !int.TryParse(
                member.Value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                return null;
            }

            sum += count * length;
        }

        return sum;
    }

    private static DateTimeOffset? Whole(DateTimeOffset? time) =>
        time is { } one ? DateTimeOffset.FromUnixTimeMilliseconds(one.ToUnixTimeMilliseconds()) : null;

    private static ProblemError Error(string member, string message, string? expected) =>
        new("/" + member, null, null, message, expected);
}
